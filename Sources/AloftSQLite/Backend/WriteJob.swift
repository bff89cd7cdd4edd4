internal import AloftSQL
internal import Synchronization

/// What waits for the writer.
class WriterWork: @unchecked Sendable {
  /// Whether the task that waits still wants it.
  let cancellation = Cancellation()

  /// Ends it with an error; only once, and not after it was answered otherwise.
  func fail(_ error: any Error) {}
}

/// Somebody who waits to have the writer for a while.
final class WriterTurn: WriterWork, @unchecked Sendable {
  // Set before the turn is given to the writer's queue, and not changed afterwards.
  private let continuation: CheckedContinuation<Void, any Error>

  init(_ continuation: CheckedContinuation<Void, any Error>) { self.continuation = continuation }

  func begin() { continuation.resume() }
  override func fail(_ error: any Error) { continuation.resume(throwing: error) }
}

/// A change that may share its transaction with others.
class WriteJob: WriterWork, @unchecked Sendable {
  /// Whether it must not be in a transaction.
  let isAlone: Bool

  init(isAlone: Bool) { self.isAlone = isAlone }

  /// Does the work, perhaps once more; the result is kept until it is committed.
  func perform(on connection: SQLiteConnection) throws {}

  /// Ends it with what ``perform(on:)`` kept.
  func succeed() {}
}

/// A change with a result; used by the writer's thread alone after it was queued.
final class TypedWriteJob<Output: Sendable>: WriteJob, @unchecked Sendable {
  typealias Body = @Sendable (SQLiteConnection, Cancellation) throws -> Output

  private let body: Body
  private let continuation: CheckedContinuation<Output, any Error>
  private var output: Output?

  init(isAlone: Bool, _ continuation: CheckedContinuation<Output, any Error>, _ body: @escaping Body) {
    self.body = body
    self.continuation = continuation
    super.init(isAlone: isAlone)
  }

  override func perform(on connection: SQLiteConnection) throws { output = try body(connection, cancellation) }

  override func succeed() {
    guard let output else { return fail(CancellationError()) }
    continuation.resume(returning: output)
  }

  override func fail(_ error: any Error) { continuation.resume(throwing: error) }
}
