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
  // They see signals for as long as they are kept.
  private let sources: [any DispatchSourceSignal]

  /// Takes SIGTERM and SIGINT from now on: the first one ends ``wait(orFor:)``, a second one the process.
  init() {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    let queue = DispatchQueue(label: "aloft.signals")
    let count = Count()
    self.signals = signals
    sources = [SIGTERM, SIGINT].map { number in
      // The signal must not end the process. A handler of ours rather than none: that it is ignored would be handed
      // on to the programs that this one starts, and nobody could end them.
      signal(number) { _ in }
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

  /// Waits for the first signal.
  ///
  /// - Parameter failure: Returns if the process has to end without one.
  /// - Returns: Whether the process is asked to end.
  func wait(orFor failure: @escaping @Sendable () async -> Void) async -> Bool {
    let signals = signals
    return await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        for await _ in signals { break }
        return true
      }
      group.addTask {
        await failure()
        return Task.isCancelled
      }
      defer { group.cancelAll() }
      return await group.next() ?? true
    }
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
  /// `HOST` and `PORT`, or the socket a service manager handed over (`LISTEN_FDS`).
  static func fromEnvironment() throws -> ListeningAddress {
    if let socket = try handedOver() { return socket }
    let text = variable("PORT") ?? "8080"
    guard let port = Int(text), (0...65_535).contains(port) else {
      throw EnvironmentError(description: "PORT is '\(text)': it must be a number from 0 to 65535")
    }
    return .tcp(host: variable("HOST") ?? "127.0.0.1", port: port)
  }

  private static func handedOver() throws -> ListeningAddress? {
    guard let text = variable("LISTEN_FDS"), text != "0",
      variable("LISTEN_PID").flatMap(Int32.init).map({ $0 == getpid() }) ?? true
    else { return nil }
    // The others would let their clients wait for ever.
    guard text == "1" else {
      throw EnvironmentError(description: "LISTEN_FDS is '\(text)': hand over one socket, as descriptor 3")
    }
    // A program that this one starts has no such descriptor.
    for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) }
    return .descriptor(3)
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// What is wrong with the environment.
struct EnvironmentError: Error, CustomStringConvertible {
  let description: String
}
