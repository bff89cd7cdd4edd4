internal import AloftSQL

extension PostgresConnection {
  /// How long what nobody waits for any more may hold up others.
  private static let patience = Duration.milliseconds(50)
  /// When the server is told once more, which may have looked away: between two statements it forgets.
  private static let repetition = Duration.milliseconds(250)
  /// How often it is told before the connection is given up.
  private static let mostRepetitions = 20

  /// Waits for the answers to a request among those of others: a cancelled task stops waiting at once, and the server is
  /// told only if it goes on for long.
  func performShared(_ request: PostgresRequest) async throws -> [PostgresResult] {
    submit(request)
    return try await withTaskCancellationHandler {
      try await request.results()
    } onCancel: {
      request.finish(.failure(CancellationError()))
      Task.detached {
        try await Task.sleep(for: Self.patience)
        while !request.isAnswered {
          PostgresPoller.shared.post(.cancelIfFirst(self, request))
          try await Task.sleep(for: Self.repetition)
        }
      }
    }
  }

  /// Waits for the answers to a request on a connection that is the caller's own: what is cancelled, or takes longer than
  /// it may, is ended in the server.
  func perform(_ request: PostgresRequest, limit: Duration? = nil) async throws -> [PostgresResult] {
    submit(request)
    let timer = limit.map { limit in
      Task.detached {
        try await Task.sleep(for: limit)
        self.end(request, as: SQLError(.timedOut, "the statement took longer than \(limit)"))
      }
    }
    defer { timer?.cancel() }
    return try await withTaskCancellationHandler {
      try await request.results()
    } onCancel: {
      end(request, as: CancellationError())
    }
  }

  private func end(_ request: PostgresRequest, as error: any Error) {
    guard request.noteCancellation(error), request.beginCancellation() else { return }
    cancelInServer { request.endCancellation() }
    Task.detached {
      for _ in 0..<Self.mostRepetitions {
        try await Task.sleep(for: Self.repetition)
        guard request.beginCancellation() else { return }
        self.cancelInServer { request.endCancellation() }
      }
      // A server that does not answer is left alone.
      if !request.isAnswered { self.breakOff() }
    }
  }
}
