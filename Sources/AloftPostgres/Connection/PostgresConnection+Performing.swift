internal import AloftSQL

extension PostgresConnection {
  /// How long what nobody waits for any more may hold up others.
  private static let patience = Duration.milliseconds(50)

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
        PostgresPoller.shared.post(.cancelIfFirst(self, request))
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
    guard request.noteCancellation(error) else { return }
    cancelInServer { request.endCancellation() }
    // A server that does not answer is left alone.
    Task.detached {
      try await Task.sleep(for: .seconds(5))
      if !request.isFinished { self.breakOff() }
    }
  }
}
