internal import AloftSQL
internal import Dispatch
internal import Synchronization

/// A connection, and a thread for what may take long or has to wait.
///
/// It is `Sendable` because the connection is used only within `lock`.
final class Lane: PooledConnection, @unchecked Sendable {
  let queue: DispatchQueue
  private let connection: SQLiteConnection
  private let lock = Mutex(())

  init(_ connection: SQLiteConnection, label: String) {
    self.connection = connection
    queue = DispatchQueue(label: label)
  }

  /// A file on a disk does not go away by itself.
  var isUsable: Bool { true }
  func check() async -> Bool { true }
  func close() { whenFree { $0.close() } }

  /// Uses the connection on the calling thread; `nil` while another one does.
  func here<Output>(_ body: (SQLiteConnection) throws -> Output) rethrows -> Output? {
    try lock.withLockIfAvailable { _ in try body(connection) }
  }

  /// Uses the connection on the calling thread, which may wait.
  func whenFree<Output>(_ body: (SQLiteConnection) throws -> Output) rethrows -> Output {
    try lock.withLock { _ in try body(connection) }
  }

  /// Uses the connection on its thread.
  ///
  /// - Parameters:
  ///   - cancellation: Is told when the task is cancelled.
  ///   - body: What to do.
  func onThread<Output: Sendable>(
    _ cancellation: Cancellation? = nil, _ body: @escaping @Sendable (SQLiteConnection) throws -> Output
  ) async throws -> Output {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        queue.async {
          continuation.resume(with: Result { try self.whenFree { try body($0) } })
        }
      }
    } onCancel: {
      cancellation?.cancel()
    }
  }
}
