/// The sending end of a stream of server-sent events.
public struct EventStream: Sendable {
  private let writer: ResponseWriter

  init(_ writer: ResponseWriter) { self.writer = writer }

  /// Sends an event, and waits while the client can't take more.
  ///
  /// - Throws: `CancellationError` when the client went away.
  public func send(_ event: ServerSentEvent) async throws { try await writer.write(event.encoded) }

  /// Sends a message without a kind or an id, and waits while the client can't take more.
  ///
  /// - Throws: `CancellationError` when the client went away.
  public func send(_ data: String) async throws { try await send(ServerSentEvent(data)) }

  /// Sends a comment, which clients ignore and proxies take for a sign of life.
  func beat() async throws { try await writer.write(":\n\n") }
}

extension Response {
  /// Creates a response that sends events for as long as `produce` runs and the client listens.
  ///
  /// - Parameters:
  ///   - heartbeat: The time between signs of life, which keep proxies from closing a silent stream and tell the server
  ///     that a client is gone.
  ///   - clock: What measures that time.
  ///   - produce: Sends the events; the stream ends when it returns.
  public static func events<Time: Clock>(
    heartbeat: Duration = .seconds(15), clock: Time = ContinuousClock(),
    _ produce: @escaping @Sendable (EventStream) async throws -> Void
  ) -> Response where Time.Duration == Duration {
    let headers: Headers = [.contentType: "text/event-stream", .cacheControl: "no-cache", "X-Accel-Buffering": "no"]
    let body = ResponseBody.stream { writer in
      let events = EventStream(writer)
      try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
          while true {
            try await clock.sleep(until: clock.now.advanced(by: heartbeat), tolerance: nil)
            try await events.beat()
          }
        }
        group.addTask {
          try await produce(events)
          return true
        }
        _ = try await group.next()
        group.cancelAll()
      }
    }
    return Response(headers: headers, body: body)
  }

  /// Creates a response that sends the events of an asynchronous sequence as they come.
  ///
  /// - Parameters:
  ///   - events: What to send; the stream ends with the sequence.
  ///   - heartbeat: The time between signs of life.
  public static func events<Events: AsyncSequence & Sendable>(
    _ events: Events, heartbeat: Duration = .seconds(15)
  ) -> Response where Events.Element == ServerSentEvent {
    self.events(heartbeat: heartbeat) { stream in
      for try await event in events { try await stream.send(event) }
    }
  }
}
