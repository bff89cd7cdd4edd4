internal import AloftServer
internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Waits for the signals that ask a process to end.
struct StopSignal {
  private final class Count: Sendable {
    let signals = Atomic(0)
  }

  private let signals: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  /// Takes SIGTERM and SIGINT from now on: the first one ends ``wait()``, a second one the process.
  init() {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    let queue = DispatchQueue(label: "aloft.signals")
    let count = Count()
    self.signals = signals
    sources = [SIGTERM, SIGINT].map { number in
      // The source sees a signal only when nothing else takes it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        // Said by the status, as a shell says it of a process that a signal ended.
        if count.signals.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
        continuation.yield()
      }
      source.resume()
      return source
    }
  }

  /// Returns at the first signal.
  func wait() async {
    for await _ in signals { break }
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
