#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program of this package that runs as a process of its own, and what it says on its standard error and prints on
/// its standard output.
actor ServedProcess {
  struct Failure: Error {
    let description: String
  }

  private let executor = QueueExecutor()
  private let identifier: pid_t
  private let output: Int32
  private let printing: Int32
  private var text = ""

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - name: The executable's name.
  ///   - arguments: What stands behind its name.
  ///   - environment: All its variables.
  ///   - folder: Where it is started; where the tests are if left out.
  ///   - descriptor: A socket that it finds as descriptor 3.
  ///   - limit: The number of descriptors that it may have open at most.
  ///   - softLimit: The number until it asks for more; `limit` if left out.
  init(
    _ name: String, arguments: [String] = [], environment: [String], folder: String? = nil, descriptor: Int32? = nil,
    limit: Int? = nil, softLimit: Int? = nil
  ) throws {
    let program = try Self.path(of: name)
    var preparations: [String] = []
    if let limit { preparations += ["ulimit -n \(limit)", "ulimit -S -n \(softLimit ?? limit)"] }
    if folder != nil { preparations += ["cd \"$1\"", "shift"] }
    let path = preparations.isEmpty ? program : "/bin/sh"
    let script = (preparations + ["exec \"$0\" \"$@\""]).joined(separator: "; ")
    let words =
      (preparations.isEmpty ? [] : ["sh", "-c", script]) + [program] + (folder.map { [$0] } ?? []) + arguments
    var ends: [Int32] = [-1, -1]
    var printedEnds: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, pipe(&printedEnds) == 0 else { throw Failure(description: "no pipe") }
    for end in [ends[0], printedEnds[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    posix_spawn_file_actions_adddup2(&actions, printedEnds[1], 1)
    for end in [ends[1], printedEnds[1]] { posix_spawn_file_actions_addclose(&actions, end) }
    if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, 3) }
    #if !canImport(Darwin)
      // Sockets that other tests listen on would stay open in the new process.
      for other in (descriptor == nil ? 3 : 4)..<Int32(1000) { posix_spawn_file_actions_addclose(&actions, other) }
    #endif
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for pointer in variables + pointers { free(pointer) } }
    var identifier: pid_t = 0
    let result = posix_spawn(&identifier, path, &actions, nil, &pointers, &variables)
    for end in [ends[1], printedEnds[1]] { close(end) }
    guard result == 0 else { throw Failure(description: "cannot start \(path): \(result)") }
    self.identifier = identifier
    output = ends[0]
    printing = printedEnds[0]
  }

  deinit {
    close(output)
    close(printing)
  }

  /// The executables lie beside the tests' own, or above their bundle.
  private static func path(of name: String) throws -> String {
    let image = imagePath
    var folder = image
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      if access("\(folder)/\(name)", X_OK) == 0 { return "\(folder)/\(name)" }
    }
    throw Failure(description: "\(name) is not built beside \(image)")
  }

  /// The path of the tests' own program or library.
  private static var imagePath: String {
    #if canImport(Darwin)
      var info = Dl_info()
      return dladdr(#dsohandle, &info) == 0 ? "" : String(cString: info.dli_fname)
    #else
      guard let path = realpath("/proc/self/exe", nil) else { return "" }
      defer { free(path) }
      return String(cString: path)
    #endif
  }

  /// Reads what the program says until it has said `words`.
  ///
  /// - Returns: All it said so far.
  func said(_ words: String) throws -> String {
    while !text.contains(words) {
      guard try readMore() else { throw Failure(description: "it ended and said: \(text)") }
    }
    return text
  }

  /// The port in the address that it says it listens on.
  func port() throws -> Int {
    let text = try said("listening on http://127.0.0.1:")
    guard let place = text.firstRange(of: "listening on http://127.0.0.1:"),
      let port = Int(text[place.upperBound...].prefix { $0.isNumber })
    else { throw Failure(description: text) }
    return port
  }

  private func readMore() throws -> Bool {
    var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 20_000) > 0 else { throw Failure(description: "it kept silent after: \(text)") }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(output, &buffer, buffer.count)
    text += String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    return count > 0
  }

  nonisolated func signal(_ number: Int32) { kill(identifier, number) }

  /// What it has printed on its standard output, once it has ended.
  func printed() throws -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(printing, &buffer, buffer.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer.prefix(count)
    }
  }

  /// Waits for the program's end.
  ///
  /// - Returns: Its exit status, or the number of the signal that ended it, negative; and all it said.
  func end() throws -> (status: Int32, text: String) {
    while try readMore() {}
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return (signal == 0 ? (status >> 8) & 0xFF : -signal, text)
  }
}
