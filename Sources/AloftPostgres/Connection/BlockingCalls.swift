internal import Dispatch

/// Calls of libpq that wait: connecting, which asks for names, cancelling, copying.
enum BlockingCalls {
  private static let queue = DispatchQueue(label: "aloft.postgres.blocking", attributes: .concurrent)

  static func run(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

  static func value<Output: Sendable>(_ work: @escaping @Sendable () throws -> Output) async throws -> Output {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work() }) }
    }
  }
}
