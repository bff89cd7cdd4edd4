internal import AloftHTTP
internal import Synchronization

/// Carries the bytes of a body from the connection, which pushes, to the handler, which pulls.
///
/// The connection stops reading while more than it may read ahead lies here.
final class BodyPipe: RequestBody.Source, UpgradedConnection.Transport {
  private struct State {
    var pieces: [[UInt8]] = []
    var count = 0
    var ending: Result<Headers, any Error>?
    var waiter: CheckedContinuation<[UInt8]?, any Error>?
    var isPaused = false
    var wasAsked = false

    /// All that lies here as one piece.
    var joined: [UInt8] {
      guard pieces.count != 1 else { return pieces[0] }
      // By appending, which copies whole pieces; `joined()` goes byte by byte.
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count)
      for piece in pieces { bytes.append(contentsOf: piece) }
      return bytes
    }
  }

  /// Told when the handler wants bytes: for the first time, or after the connection had to pause.
  typealias Demand = @Sendable () -> Void

  private let state = Mutex(State())
  private let capacity: Int
  private let demand: Demand
  private let send: @Sendable ([UInt8]) async throws -> Void

  /// Creates a pipe.
  ///
  /// - Parameters:
  ///   - capacity: The bytes that may lie here before the connection pauses.
  ///   - demand: Called, on any thread, when bytes are wanted that the connection holds back.
  ///   - send: Sends bytes the other way; for upgraded connections.
  init(
    capacity: Int, demand: @escaping Demand, send: @escaping @Sendable ([UInt8]) async throws -> Void = { _ in }
  ) {
    self.capacity = capacity
    self.demand = demand
    self.send = send
  }

  // MARK: - The connection's end

  /// Adds bytes.
  ///
  /// - Returns: Whether the connection may go on reading.
  func push(_ bytes: [UInt8]) -> Bool {
    let (waiter, goesOn): (CheckedContinuation<[UInt8]?, any Error>?, Bool) = state.withLock { state in
      guard state.ending == nil else { return (nil, true) }
      if let waiter = state.waiter {
        state.waiter = nil
        return (waiter, true)
      }
      state.pieces.append(bytes)
      state.count += bytes.count
      state.isPaused = state.count >= capacity
      return (nil, !state.isPaused)
    }
    waiter?.resume(returning: bytes)
    return goesOn
  }

  /// Ends the body; what lies here can still be pulled, unless it failed.
  func end(_ ending: Result<Headers, any Error>) {
    let waiter = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
      guard state.ending == nil else { return nil }
      state.ending = ending
      if case .failure = ending { state.pieces.removeAll() }
      defer { state.waiter = nil }
      return state.waiter
    }
    switch ending {
    case .success: waiter?.resume(returning: nil)
    case .failure(let error): waiter?.resume(throwing: error)
    }
  }

  /// Whether a reader has asked for bytes at least once.
  var wasAsked: Bool { state.withLock { $0.wasAsked } }

  /// Whether the reader, not the client, is the one to wait for.
  var isPaused: Bool { state.withLock { $0.isPaused } }

  /// Takes everything out if the body is complete.
  func takeComplete() -> [UInt8]? {
    state.withLock { state in
      guard case .success(let trailers) = state.ending, trailers.count == 0 else { return nil }
      return state.joined
    }
  }

  // MARK: - The handler's end

  var trailers: Headers {
    state.withLock { state in
      if state.pieces.isEmpty, case .success(let trailers) = state.ending { trailers } else { [:] }
    }
  }

  func next() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { pull($0) }
    } onCancel: {
      cancelWaiter()
    }
  }

  func write(_ bytes: [UInt8]) async throws { try await send(bytes) }

  private func pull(_ continuation: CheckedContinuation<[UInt8]?, any Error>) {
    let (result, asks): (Result<[UInt8]?, any Error>?, Bool) = state.withLock { state in
      if !state.pieces.isEmpty {
        let piece = state.joined
        state.pieces.removeAll(keepingCapacity: true)
        state.count = 0
        let asks = state.isPaused || !state.wasAsked
        state.isPaused = false
        state.wasAsked = true
        return (.success(piece), asks)
      }
      switch state.ending {
      case .success?: return (.success(nil), false)
      case .failure(let error)?: return (.failure(error), false)
      case nil: break
      }
      if Task.isCancelled { return (.failure(CancellationError()), false) }
      if state.waiter != nil { return (.failure(RequestBodyError.readTwice), false) }
      state.waiter = continuation
      let asks = !state.wasAsked
      state.wasAsked = true
      return (nil, asks)
    }
    if let result { continuation.resume(with: result) }
    if asks { demand() }
  }

  private func cancelWaiter() {
    let waiter = state.withLock { state in
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(throwing: CancellationError())
  }
}
