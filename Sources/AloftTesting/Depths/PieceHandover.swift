internal import Synchronization

/// Hands pieces from a writer to a reader, each as the reader asks for it; the writer waits until its piece was taken.
final class PieceHandover: Sendable {
  private struct State: Sendable {
    var given: (piece: [UInt8], writer: CheckedContinuation<Void, any Error>)?
    var reader: CheckedContinuation<[UInt8]?, any Error>?
    var outcome: Result<Void, any Error>?
  }

  private let state = Mutex(State())

  /// Gives a piece, and waits until it was taken.
  ///
  /// - Throws: What the handover was ended with; `CancellationError` if it was ended without an error.
  func give(_ piece: [UInt8]) async throws {
    try await withCheckedThrowingContinuation { (writer: CheckedContinuation<Void, any Error>) in
      let resume = state.withLock { state -> @Sendable () -> Void in
        if let outcome = state.outcome { return { writer.resume(throwing: Self.error(of: outcome)) } }
        guard let reader = state.reader else {
          state.given = (piece, writer)
          return {}
        }
        state.reader = nil
        return {
          reader.resume(returning: piece)
          writer.resume()
        }
      }
      resume()
    }
  }

  /// The next piece; `nil` at the end. A reader that is cancelled ends the handover.
  ///
  /// - Throws: What the handover was ended with.
  func next() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      try await read()
    } onCancel: {
      end(throwing: CancellationError())
    }
  }

  private func read() async throws -> [UInt8]? {
    try await withCheckedThrowingContinuation { (reader: CheckedContinuation<[UInt8]?, any Error>) in
      let resume = state.withLock { state -> @Sendable () -> Void in
        if let given = state.given {
          state.given = nil
          return {
            reader.resume(returning: given.piece)
            given.writer.resume()
          }
        }
        if let outcome = state.outcome { return { reader.resume(with: outcome.map { nil }) } }
        state.reader = reader
        return {}
      }
      resume()
    }
  }

  /// Ends it; only the first end counts. Who waits is told.
  func end(throwing error: (any Error)?) {
    let outcome: Result<Void, any Error> = error.map { .failure($0) } ?? .success(())
    let resume = state.withLock { state -> @Sendable () -> Void in
      guard state.outcome == nil else { return {} }
      state.outcome = outcome
      let (given, reader) = (state.given, state.reader)
      (state.given, state.reader) = (nil, nil)
      return {
        given?.writer.resume(throwing: Self.error(of: outcome))
        reader?.resume(with: outcome.map { nil })
      }
    }
    resume()
  }

  private static func error(of outcome: Result<Void, any Error>) -> any Error {
    if case .failure(let error) = outcome { error } else { CancellationError() }
  }
}
