internal import Synchronization

/// Runs something that may never end, and goes on without it then.
///
/// A task group would wait for what hangs.
final class Deadline: Sendable {
  struct Passed: Error {}

  private let waiting: Mutex<CheckedContinuation<Void, any Error>?>

  private init(_ continuation: CheckedContinuation<Void, any Error>) { waiting = Mutex(continuation) }

  static func run(within limit: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      let deadline = Deadline(continuation)
      let clock = Task.detached {
        try await Task.sleep(for: limit)
        deadline.end(.failure(Passed()))
      }
      Task {
        do {
          try await body()
          deadline.end(.success(()))
        } catch {
          deadline.end(.failure(error))
        }
        clock.cancel()
      }
    }
  }

  private func end(_ result: Result<Void, any Error>) {
    waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }?.resume(with: result)
  }
}
