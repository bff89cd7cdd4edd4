internal import AloftHTTP
internal import NIOCore

/// Where the pieces of a streamed response, or of an upgraded connection, leave a handler's task.
// Unchecked because the compiler can't see that everything but `write` and `setTrailers`, which hop, runs on the loop.
final class ResponseSink: ResponseWriter.Sink, @unchecked Sendable {
  private let connection: Connection
  private let loop: any EventLoop
  private var waiters: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  private var nextWaiter = 0
  private var isClosed = false
  private(set) var trailers: Headers = [:]
  /// The bytes written since others had their turn.
  private var unyielded = 0

  /// The bytes that may be written in one turn of the loop.
  private static let turn = 128 * 1024

  init(_ connection: Connection, loop: any EventLoop) {
    self.connection = connection
    self.loop = loop
  }

  func write(_ bytes: [UInt8]) async throws {
    try Task.checkCancellation()
    guard !bytes.isEmpty else { return }
    // Nearly always: on the loop, and the client has room.
    if loop.inEventLoop, try writeNow(bytes) {
      unyielded += bytes.count
      // A client that reads as fast as this writes never makes it wait; the loop's other connections would.
      guard unyielded > Self.turn else { return }
      unyielded = 0
      return await Task.yield()
    }
    let id: Int?
    if loop.inEventLoop {
      id = newWaiter()
    } else {
      id = try await loop.submit { () throws -> Int? in
        if try self.writeNow(bytes) { nil } else { self.newWaiter() }
      }.get()
    }
    guard let id else { return }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
        onLoop { self.wait(id, continuation) }
      }
    } onCancel: {
      loop.execute { self.cancel(id) }
    }
  }

  func setTrailers(_ trailers: Headers) { onLoop { self.trailers = trailers } }

  private func onLoop(_ action: @escaping @Sendable () -> Void) {
    if loop.inEventLoop { action() } else { loop.execute(action) }
  }

  private func newWaiter() -> Int {
    nextWaiter += 1
    return nextWaiter
  }

  /// Writes on the loop.
  ///
  /// - Returns: Whether the client has room for more.
  private func writeNow(_ bytes: [UInt8]) throws -> Bool {
    if isClosed { throw CancellationError() }
    try connection.writePiece(bytes)
    return connection.isWritable
  }

  private func wait(_ id: Int, _ continuation: CheckedContinuation<Void, any Error>) {
    if isClosed {
      continuation.resume(throwing: CancellationError())
    } else if connection.isWritable {
      continuation.resume()
    } else {
      waiters.append((id, continuation))
    }
  }

  private func cancel(_ id: Int) {
    guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
    waiters.remove(at: index).continuation.resume(throwing: CancellationError())
  }

  /// The client has room again.
  func resume() {
    let waiting = waiters
    waiters.removeAll()
    for waiter in waiting { waiter.continuation.resume() }
  }

  /// The connection takes nothing more.
  func close() {
    isClosed = true
    let waiting = waiters
    waiters.removeAll()
    for waiter in waiting { waiter.continuation.resume(throwing: CancellationError()) }
  }
}
