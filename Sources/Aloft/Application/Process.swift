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
  /// - Parameters:
  ///   - failure: Returns if the process has to end without one; it is cancelled by the signal, and waited for.
  ///   - asked: Called at the signal.
  /// - Returns: Whether the process is asked to end.
  func wait(
    orFor failure: @escaping @Sendable () async -> Void, asked: @escaping @Sendable () -> Void = {}
  ) async -> Bool {
    let signals = signals
    return await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        for await _ in signals {
          asked()
          break
        }
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
  static func print(_ text: String) { StandardOutput.write(text, to: STDERR_FILENO) }
}

/// Where a program says what it was asked for.
enum StandardOutput {
  static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

  static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array("\(text)\n".utf8)
    var written = 0
    while written < bytes.count {
      let result = bytes.withUnsafeBytes { buffer in
        #if canImport(Glibc)
          Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
        #elseif canImport(Musl)
          Musl.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
        #else
          Darwin.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
        #endif
      }
      if result < 0, errno == EINTR { continue }
      // Nobody listens: there is nobody to tell it to either.
      guard result > 0 else { return }
      written += result
    }
  }
}

/// The end of the process.
enum ProcessExit {
  static func end(_ status: Int32) -> Never { exit(status) }
}

/// The name of the program.
enum ProcessName {
  static var current: String {
    CommandLine.arguments.first?.split(separator: "/").last.map { String($0).shown } ?? "app"
  }
}

extension ListeningAddress {
  /// The socket that a service manager handed over (`LISTEN_FDS`), if it did.
  static func handedOver() throws -> ListeningAddress? {
    guard let text = variable("LISTEN_FDS"), text != "0",
      variable("LISTEN_PID").flatMap(Int32.init).map({ $0 == getpid() }) ?? true
    else { return nil }
    // The others would let their clients wait for ever.
    guard text == "1" else {
      throw CommandError("LISTEN_FDS is '\(text.shown)': hand over one socket, as descriptor 3")
    }
    // A program that this one starts has no such descriptor.
    for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) }
    return .descriptor(3)
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
