internal import AloftSQL
internal import CPostgres

// How a connection leaves the poller's thread: for good, or to be used by calls that block.
extension PostgresConnection {
  /// Takes the connection off the thread as soon as nothing is in flight.
  func forget(_ whenDone: @escaping @Sendable () -> Void) {
    whenForgotten.append(whenDone)
    isForgottenWhenIdle = true
    if isIdle { isForgotten = true }
  }

  /// Ends the connection, and waits until the server has: its process counts among the connections until it is gone.
  func takeLeave(_ whenDone: @escaping @Sendable () -> Void) {
    guard !isFinished, !isTakingLeave, !hasBroken, aloft_sayGoodbye(connection) != 0 else {
      finish()
      return whenDone()
    }
    isTakingLeave = true
    noteBreak()
    whenForgotten.append {
      self.finish()
      whenDone()
    }
    watch()
    Task.detached {
      try await Task.sleep(for: .seconds(5))
      PostgresPoller.shared.post(.breakOff(self))
    }
  }

  /// Closes the socket, though somebody may hold this for a while, as what looks after a cancellation does.
  private func finish() {
    guard !isFinished else { return }
    isFinished = true
    noteBreak()
    PQfinish(connection)
  }

  func leaveThread() {
    isForgotten = false
    isForgottenWhenIdle = false
    let callbacks = whenForgotten
    whenForgotten = []
    for callback in callbacks { callback() }
  }

  // MARK: - By itself

  /// Runs calls of libpq that block, on a thread of their own, with nothing else going on.
  ///
  /// - Parameter body: Gets the connection out of pipeline mode, and has to leave it idle.
  func exclusively<Output: Sendable>(
    _ body: @escaping @Sendable (OpaquePointer) throws -> Output
  ) async throws -> Output {
    try await exclusivelyAsync { raw in try await BlockingCalls.value { try body(raw.pointer) } }
  }

  /// As ``exclusively(_:)``, for what waits for others between such calls.
  func exclusivelyAsync<Output: Sendable>(
    _ body: (RawConnection) async throws -> Output
  ) async throws -> Output {
    await withCheckedContinuation { continuation in
      PostgresPoller.shared.post(.forget(self) { continuation.resume() })
    }
    guard isUsable else { throw SQLError(.connectionFailed, "the connection broke before the statement was sent") }
    defer { noteTransaction() }
    PQexitPipelineMode(connection)
    PQsetnonblocking(connection, 0)
    defer {
      enterPipeline()
      watch()
    }
    return try await withTaskCancellationHandler {
      try await body(RawConnection(pointer: connection))
    } onCancel: {
      cancelInServer()
    }
  }

  struct RawConnection: @unchecked Sendable {
    // Unchecked because it is used by one thread at a time: the poller has let it go.
    let pointer: OpaquePointer
  }
}
