#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A client that sends exactly the bytes it is given and reads what comes, on a blocking socket.
actor Client {
  enum Failure: Error, Hashable {
    case cannotConnect(errno: Int32)
    /// The server kept silent for so long that it will say nothing any more.
    case silence
    case reset
    case cannotSend(errno: Int32)
    case closedInsideResponse(String)
    case malformed(String)
  }

  /// How a connection ended.
  enum Ending: Hashable {
    case closed
    case reset
  }

  /// What came before the end of a connection.
  struct Remainder: Hashable {
    var text = ""
    var ending = Ending.closed
  }

  private let descriptor: Int32
  private let executor = QueueExecutor()
  private var received: [UInt8] = []
  private var isOpen = true

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Connects to a port of the loopback interface.
  ///
  /// - Parameter buffers: The sizes of the socket's buffers in bytes, for tests of back-pressure.
  init(port: Int, buffers: Int32? = nil) throws {
    descriptor = try Self.makeSocket(AF_INET)
    for option in buffers == nil ? [] : [SO_RCVBUF, SO_SNDBUF] {
      var size = buffers ?? 0
      setsockopt(descriptor, SOL_SOCKET, option, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    var address = LoopbackAddress.of(port: port)
    try Self.connect(descriptor, &address)
  }

  /// Connects to a Unix domain socket.
  init(path: String) throws {
    descriptor = try Self.makeSocket(AF_UNIX)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    try Self.connect(descriptor, &address)
  }

  deinit {
    if isOpen { _ = systemClose(descriptor) }
  }

  private static func makeSocket(_ family: Int32) throws -> Int32 {
    #if canImport(Darwin)
      let descriptor = socket(family, SOCK_STREAM, 0)
      var one: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &one, socklen_t(MemoryLayout<Int32>.size))
    #elseif canImport(Musl)
      let descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)
    #else
      let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #endif
    guard descriptor >= 0 else { throw Failure.cannotConnect(errno: errno) }
    // A server that hangs makes its test fail, not stall.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    return descriptor
  }

  private static func connect<Address>(_ descriptor: Int32, _ address: inout Address) throws {
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        systemConnect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard result == 0 else {
      let reason = errno
      _ = systemClose(descriptor)
      throw Failure.cannotConnect(errno: reason)
    }
  }

  // MARK: - Sending

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var offset = 0
    while offset < bytes.count {
      guard let count = sendOnce(bytes, from: offset, waits: true) else { throw Failure.cannotSend(errno: errno) }
      offset += count
    }
  }

  /// Sends each byte by itself, for as long as the server takes them.
  func sendByteByByte(_ bytes: [UInt8]) {
    for byte in bytes where sendOnce([byte], from: 0, waits: true) == nil { return }
  }

  /// Sends as much as the connection takes at once.
  ///
  /// - Returns: The number of bytes that were taken.
  func sendWithoutWaiting(_ bytes: [UInt8]) -> Int {
    var offset = 0
    while offset < bytes.count, let count = sendOnce(bytes, from: offset, waits: false) { offset += count }
    return offset
  }

  private func sendOnce(_ bytes: [UInt8], from offset: Int, waits: Bool) -> Int? {
    #if canImport(Darwin)
      let flags = waits ? 0 : MSG_DONTWAIT
    #else
      let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
    #endif
    let count = bytes[offset...].withUnsafeBytes { systemSend(descriptor, $0.baseAddress, $0.count, flags) }
    return count < 0 ? nil : count
  }

  // MARK: - Receiving

  /// Reads one response.
  ///
  /// - Parameter isHead: Whether it answers a HEAD and so has no body.
  func response(isHead: Bool = false) throws -> ClientResponse {
    var response = try head()
    response.body = try isHead ? [] : body(of: response)
    if response.isChunked, !isHead { response.trailers = try fields() }
    return response
  }

  /// Sends a request and reads the response.
  func get(_ path: String) throws -> ClientResponse {
    try send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
    return try response()
  }

  /// Reads a status line and the fields below it.
  func head() throws -> ClientResponse {
    guard let line = try line() else { throw Failure.closedInsideResponse("") }
    guard let response = ClientResponse(statusLine: line, fields: try fields()) else { throw Failure.malformed(line) }
    return response
  }

  private func body(of response: ClientResponse) throws -> [UInt8] {
    if response.status < 200 || response.status == 204 || response.status == 304 { return [] }
    if let length = response["Content-Length"].flatMap(Int.init) { return try bytes(length) }
    if response.isChunked { return try chunks() }
    var all: [UInt8] = []
    repeat {
      all += received
      received = []
    } while try receive()
    return all
  }

  private func chunks() throws -> [UInt8] {
    var all: [UInt8] = []
    while let chunk = try chunk() { all += chunk }
    return all
  }

  /// Reads one chunk of a body, `nil` at the last one.
  func chunk() throws -> [UInt8]? {
    guard let line = try line(), let size = Int(line, radix: 16) else { throw Failure.closedInsideResponse("") }
    if size == 0 { return nil }
    let data = try bytes(size)
    guard try self.line() == "" else { throw Failure.malformed("a chunk") }
    return data
  }

  private func fields() throws -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    while true {
      guard let line = try line() else { throw Failure.closedInsideResponse("") }
      if line.isEmpty { return fields }
      guard let colon = line.firstIndex(of: ":") else { throw Failure.malformed(line) }
      fields.append((String(line[..<colon]), String(line[colon...].dropFirst(2))))
    }
  }

  /// Reads a line without its CRLF, `nil` at the end of the connection.
  private func line() throws -> String? {
    var looked = 0
    while true {
      if let end = received[looked...].firstIndex(of: 0x0A) {
        let line = String(decoding: received[..<max(0, end - 1)], as: UTF8.self)
        received.removeFirst(end + 1)
        return line
      }
      looked = received.count
      guard try receive() else {
        guard received.isEmpty else { throw Failure.closedInsideResponse(String(decoding: received, as: UTF8.self)) }
        return nil
      }
    }
  }

  /// Reads one chunk of a body as text, `nil` at the last one.
  func chunkText() throws -> String? { try chunk().map { String(decoding: $0, as: UTF8.self) } }

  /// Reads `count` bytes.
  func bytes(_ count: Int) throws -> [UInt8] {
    while received.count < count {
      guard try receive() else { throw Failure.closedInsideResponse(String(decoding: received, as: UTF8.self)) }
    }
    defer { received.removeFirst(count) }
    return Array(received.prefix(count))
  }

  /// Reads everything up to the end of the connection.
  func rest() throws -> Remainder {
    var rest = Remainder()
    do {
      while try receive() {}
    } catch Failure.reset {
      rest.ending = .reset
    }
    rest.text = String(decoding: received, as: UTF8.self)
    received = []
    return rest
  }

  /// Waits for the server's end of the connection, behind which nothing may stand unread.
  func isClosed() throws -> Bool { try rest() == Remainder() }

  private func receive() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count < 0 { throw errno == ECONNRESET ? Failure.reset : Failure.silence }
    received += buffer.prefix(count)
    return count > 0
  }

  // MARK: - Leaving

  /// Ends the sending half; the server can still answer.
  func finishSending() { shutdown(descriptor, 1) }

  func close() {
    guard isOpen else { return }
    isOpen = false
    _ = systemClose(descriptor)
  }

  /// Leaves without a goodbye: the server sees a reset.
  func reset() {
    var hard = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    close()
  }
}

// Inside the actor these names are its own methods'.
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
  send(descriptor, bytes, count, flags)
}

private func systemConnect(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t) -> Int32 {
  connect(descriptor, address, size)
}
