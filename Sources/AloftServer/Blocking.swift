internal import NIOPosix

/// The threads that block; more than there are cores, since most of them wait.
enum BlockingThreads {
  static let pool: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 32)
    pool.start()
    return pool
  }()
}

/// Runs work that blocks on a thread of its own, and waits for it without holding an event loop.
///
/// Handlers run on their connection's event loop; whatever waits for a disk, a lock or a long computation belongs
/// here.
///
/// - Parameter work: What to do; it runs to its end even if the waiting task is cancelled.
/// - Returns: What `work` returns.
/// - Throws: What `work` throws.
public func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await BlockingThreads.pool.runIfActive(work)
}
