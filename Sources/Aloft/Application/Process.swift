internal import AloftServer
internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Waits for the signals that ask a process to end.
enum StopSignal {
  /// Returns at the first SIGTERM or SIGINT; a second one ends the process at once.
  static func wait() async {
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    let queue = DispatchQueue(label: "aloft.signals")
    let sources = [SIGTERM, SIGINT].map { number in
      // The source sees a signal only when nothing else takes it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { continuation.yield(number) }
      source.resume()
      return source
    }
    for await _ in signals { break }
    for source in sources { source.cancel() }
    for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
  }
}

/// Where a program complains.
enum StandardError {
  static func print(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}

/// The end of the process.
enum ProcessExit {
  static func failure() -> Never { exit(1) }
}

extension ListeningAddress {
  /// `HOST` and `PORT`, or the first socket a service manager handed over (`LISTEN_FDS`).
  static func fromEnvironment() throws -> ListeningAddress {
    if let count = variable("LISTEN_FDS").flatMap(Int.init), count > 0,
      variable("LISTEN_PID").flatMap(Int32.init).map({ $0 == getpid() }) ?? true
    {
      return .descriptor(3)
    }
    let text = variable("PORT") ?? "8080"
    guard let port = Int(text), (0...65_535).contains(port) else {
      throw EnvironmentError(description: "PORT is '\(text)': it must be a number from 0 to 65535")
    }
    return .tcp(host: variable("HOST") ?? "127.0.0.1", port: port)
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// What is wrong with the environment.
struct EnvironmentError: Error, CustomStringConvertible {
  let description: String
}
