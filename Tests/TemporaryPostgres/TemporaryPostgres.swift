import Foundation

/// A PostgreSQL server of the tests' own, in a folder that goes with it, ended when the program ends however it does.
///
/// It listens on a Unix socket and on a port of the loopback. Everybody may connect to the socket; over the port a role
/// needs its password.
package final class TemporaryPostgres: Sendable {
  /// The server that the tests of a program share; `nil` where PostgreSQL is not installed.
  package static let shared: TemporaryPostgres? = isInstalled ? try? TemporaryPostgres() : nil

  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  package let folder: String
  package let port: Int
  private let binaries: String
  private let lock = NSLock()
  // Touched with the lock only.
  private nonisolated(unsafe) var process: Process?
  private nonisolated(unsafe) var lifeline: Pipe?

  package static var isInstalled: Bool { binaryFolder != nil }

  private static let binaryFolder: String? = {
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    let debian = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin" }
    let others = ["/usr/local/bin", "/opt/homebrew/opt/postgresql@17/bin", "/opt/homebrew/bin", "/usr/bin"]
    return (debian + others).first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
  }()

  /// Makes a server and starts it.
  package init() throws {
    guard let binaries = Self.binaryFolder else { throw Failure(description: "PostgreSQL is not installed") }
    self.binaries = binaries
    folder = "/tmp/aloft-pg-\(UUID().uuidString.prefix(8))"
    port = try Self.freePort()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    if geteuid() == 0 {
      try Self.run("/bin/chown", ["postgres", folder])
      // Others have to get at the socket.
      chmod(folder, 0o755)
    }
    try runAsServer(
      "\(binaries)/initdb",
      ["-D", "\(folder)/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "--locale=C"])
    let rules = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
    try rules.write(toFile: "\(folder)/data/pg_hba.conf", atomically: false, encoding: .utf8)
    try start()
  }

  deinit { remove() }

  /// The URL of a database of this server, by its socket.
  package func url(database: String = "postgres", user: String = "postgres") -> String {
    "postgres://\(user)@/\(database)?host=\(folder)&port=\(port)"
  }

  /// The URL of a database of this server, by its port.
  package func networkURL(database: String = "postgres", user: String, password: String) -> String {
    "postgres://\(user):\(password)@127.0.0.1:\(port)/\(database)?sslmode=disable"
  }

  // MARK: - Its life

  package func start() throws {
    try lock.withLock {
      // A shell that ends the server when its own input ends, as it does when this program dies, and then removes all of
      // it; where the server is to be started again, a word says so. Not by `wait`: that sleeps until a signal comes which
      // the thread that starts this may have blocked.
      let script = """
        "\(binaries)/postgres" -D "\(folder)/data" -k "\(folder)" -p \(port) -c listen_addresses=127.0.0.1 \
        -c fsync=off -c max_connections=200 -c max_prepared_transactions=0 >>"\(folder)/data/log" 2>&1 </dev/null &
        server=$!
        read word
        kill -INT $server
        while kill -0 $server 2>/dev/null; do sleep 0.02; done
        [ "$word" = keep ] || rm -rf "\(folder)"
        """
      let process = Process()
      let pipe = Pipe()
      (process.executableURL, process.arguments) = command("/bin/sh", ["-c", script])
      process.standardInput = pipe
      try process.run()
      self.process = process
      lifeline = pipe
    }
    try waitUntilReady()
  }

  /// Ends the server with everything that is in flight, as a restart does.
  package func stop() {
    lock.withLock {
      try? lifeline?.fileHandleForWriting.write(contentsOf: Data("keep\n".utf8))
      try? lifeline?.fileHandleForWriting.close()
      process?.waitUntilExit()
      process = nil
      lifeline = nil
    }
  }

  /// Ends the server and its folder.
  package func remove() {
    stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Kills the server's processes at once, as a crash does.
  package func kill() {
    let file = "\(folder)/data/postmaster.pid"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8),
      let number = text.split(separator: "\n").first.flatMap({ pid_t($0) })
    else { return }
    // SIGQUIT is the server's own word for ending without a shutdown.
    _ = Foundation.kill(number, SIGQUIT)
    stop()
  }

  private func waitUntilReady() throws {
    for _ in 0..<600 {
      if (try? Self.run("\(binaries)/pg_isready", ["-q", "-h", folder, "-p", "\(port)"])) != nil { return }
      usleep(50_000)
    }
    let log = (try? String(contentsOfFile: "\(folder)/data/log", encoding: .utf8)) ?? ""
    throw Failure(description: "PostgreSQL did not start: \(log.suffix(2000))")
  }

  // MARK: - Programs

  /// A command as the user the server runs as: PostgreSQL refuses to be root's.
  private func command(_ program: String, _ arguments: [String]) -> (URL, [String]) {
    guard geteuid() == 0 else { return (URL(fileURLWithPath: program), arguments) }
    let words = ["-u", "postgres", "--", program] + arguments
    let runuser = ["/usr/sbin/runuser", "/sbin/runuser"].first { FileManager.default.isExecutableFile(atPath: $0) }
    return (URL(fileURLWithPath: runuser ?? "/usr/sbin/runuser"), words)
  }

  private func runAsServer(_ program: String, _ arguments: [String]) throws {
    let (url, words) = command(program, arguments)
    try Self.run(url.path, words)
  }

  private static func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(program) failed: \(String(decoding: text, as: UTF8.self))")
    }
  }

  private static func freePort() throws -> Int {
    #if canImport(Darwin)
      let socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
    #else
      let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
      }
    }
    guard isBound else { throw Failure(description: "there is no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
