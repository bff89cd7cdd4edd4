internal import Aloft

/// The body of a response, written by a task of its own while somebody reads it.
struct WrittenBody: Sendable {
  let pieces: AsyncThrowingStream<[UInt8], any Error>
  private let task: Task<Void, Never>?

  init(_ body: ResponseBody, isSent: Bool) {
    let (pieces, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
    self.pieces = pieces
    guard isSent else {
      task = nil
      continuation.finish()
      return
    }
    switch body.storage {
    case .stream, .file:
      task = Task {
        do {
          try await body.write(to: ResponseWriter(Sink(continuation: continuation)))
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
    case .upgrade:
      task = nil
      continuation.finish()
    default:
      task = nil
      if let bytes = body.bytes, !bytes.isEmpty { continuation.yield(bytes) }
      continuation.finish()
    }
  }

  func cancel() async {
    task?.cancel()
    await task?.value
  }

  private final class Sink: ResponseWriter.Sink {
    let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation

    init(continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation) { self.continuation = continuation }

    func write(_ bytes: [UInt8]) async throws {
      try Task.checkCancellation()
      if !bytes.isEmpty { continuation.yield(bytes) }
      await Task.yield()
    }

    func setTrailers(_ trailers: Headers) {}
  }
}
