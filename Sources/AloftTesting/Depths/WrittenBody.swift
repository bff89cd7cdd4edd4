internal import Aloft

/// The body of a response, written by a task of its own while somebody reads it, no further than it is read.
struct WrittenBody: Sendable {
  let pieces: AsyncThrowingStream<[UInt8], any Error>
  private let handover: PieceHandover?
  private let task: Task<Void, Never>?

  init(_ body: ResponseBody, isSent: Bool) {
    switch body.storage {
    case .stream where isSent, .file where isSent:
      let handover = PieceHandover()
      self.handover = handover
      task = Task {
        do {
          try await body.write(to: ResponseWriter(Sink(handover: handover)))
          handover.end(throwing: nil)
        } catch {
          handover.end(throwing: error)
        }
      }
      pieces = AsyncThrowingStream { try await handover.next() }
    case .stream, .file, .upgrade:
      (handover, task) = (nil, nil)
      pieces = AsyncThrowingStream { nil }
    default:
      (handover, task) = (nil, nil)
      let bytes = isSent ? body.bytes ?? [] : []
      pieces = AsyncThrowingStream { continuation in
        if !bytes.isEmpty { continuation.yield(bytes) }
        continuation.finish()
      }
    }
  }

  /// Ends the writing, as a client does that goes away.
  func cancel() async {
    task?.cancel()
    handover?.end(throwing: CancellationError())
    await task?.value
  }

  private final class Sink: ResponseWriter.Sink {
    let handover: PieceHandover

    init(handover: PieceHandover) { self.handover = handover }

    func write(_ bytes: [UInt8]) async throws {
      try Task.checkCancellation()
      if !bytes.isEmpty { try await handover.give(bytes) }
    }

    func setTrailers(_ trailers: Headers) {}
  }
}
