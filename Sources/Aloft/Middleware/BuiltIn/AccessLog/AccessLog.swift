public import AloftCore
public import AloftHTTP

/// Writes a line for each request: what was asked, what was answered, how long it took.
///
/// ```swift
/// app.use(AccessLog())                                                // for people
/// app.use(AccessLog(.json, skip: { request, _ in request.path == "/health" }))
/// ```
///
/// ```
/// 2026-11-23T20:48:24.123Z GET /users/5 200 1234B 0.840ms 192.0.2.7 4f1a9c02e55b7d31
/// ```
///
/// The line of a stream, of a file, or of a connection that changes its protocol, is written when that ends, with the
/// bytes that were sent and the word `aborted` if it did not come to its end. A client that left before there was a response has
/// the status 499. Queries are left out unless they are asked for: they hold secrets. Whatever a client sends is escaped,
/// so that it can begin no line, and cut.
///
/// Lines go to standard output, where journald, Docker and the like expect them; see ``Output``. It belongs behind
/// ``TrustedProxies`` and ``RequestID``, whose words it writes, and in front of everything else, so that it sees what was
/// really answered.
public struct AccessLog: SynchronousMiddleware, CheckedMiddleware {
  /// What lines look like.
  public enum Format: Sendable, Hashable {
    /// Values one behind the other, `-` for what is missing.
    case text
    /// An object of JSON a line.
    case json
  }

  /// What a line holds.
  public enum Field: String, Sendable, CaseIterable {
    /// The time of the line, in UTC.
    case time
    case method
    /// The path as it was sent, without the query.
    case path
    /// The query as it was sent; beware of the secrets in it.
    case query
    /// The pattern of the route that was found, `/users/{id}`.
    case route
    case host
    case status
    /// The bytes of the body as they were sent, zero for HEAD.
    case size
    /// The time until the response was ready, or until its stream had ended.
    case duration
    /// The address of the client; see ``Request/clientAddress``.
    case client
    /// What tells the request apart; see ``Request/id``.
    case id
    case referrer
    case userAgent
  }

  private let encoder: AccessLogEncoder
  private let output: Output
  private let skip: @Sendable (Request, Response) -> Bool
  private let clock: LogClock

  /// The fields of a line unless others are chosen.
  public static let usualFields: [Field] = [.time, .method, .path, .status, .size, .duration, .client, .id]

  /// Creates the middleware.
  ///
  /// - Parameters:
  ///   - format: What lines look like.
  ///   - fields: What they hold, in this order.
  ///   - output: Where they go.
  ///   - skip: The requests that get no line, as health checks, by what was asked and answered.
  public init(
    _ format: Format = .text, fields: [Field] = usualFields, to output: Output = .standardOutput,
    skip: @escaping @Sendable (Request, Response) -> Bool = { _, _ in false }
  ) {
    self.init(format, fields: fields, to: output, skip: skip, clock: .system)
  }

  init(
    _ format: Format, fields: [Field] = usualFields, to output: Output,
    skip: @escaping @Sendable (Request, Response) -> Bool = { _, _ in false }, clock: LogClock
  ) {
    encoder = AccessLogEncoder(format: format, fields: fields)
    self.output = output
    self.skip = skip
    self.clock = clock
  }

  /// Notes the time.
  public func before(_ request: inout Request) -> Response? {
    request.startedAt = clock.stopwatch()
    return nil
  }

  /// Writes the line, or has it written when the body's end is known.
  public func after(_ response: inout Response, for request: Request) {
    guard !skip(request, response) else { return }
    let start = request.startedAt
    var status = response.status
    // The client has gone away before the handler was done.
    let isGone = response.failure is CancellationError && Task.isCancelled
    if isGone { status = Status(499) }
    let ending = AccessLogEncoder.Ending(clock: clock, start: start)
    if isGone || request.method == .head || response.status.forbidsBody && response.status != .switchingProtocols {
      return write(request, status, ending.of(size: 0, isAborted: isGone))
    }
    switch response.body.storage {
    case .stream(let length, let run):
      let line = pending(request, status, start)
      response.body = .stream(length: length) { writer in
        try await line.follow { try await run(ResponseWriter(CountingSink(writer, line))) }
      }
    case .file(let body):
      let file = FollowedFile(body, pending(request, status, start))
      response.body = ResponseBody(.file(FileBody(file, size: body.size, pieces: body.pieces)))
    case .upgrade(let run) where request.headers.contains(.upgrade):
      let line = pending(request, status, start)
      response.body = ResponseBody(
        .upgrade { connection in
          try await line.follow { try await run(UpgradedConnection(CountingTransport(connection, line))) }
        })
    case .upgrade:
      // Nobody has offered to change the protocol, and so the server refuses.
      write(request, Status(426), ending.of(size: 0))
    default: write(request, status, ending.of(size: response.body.length ?? 0))
    }
  }

  private func write(_ request: Request, _ status: Status, _ ending: AccessLogEncoder.Ending) {
    var line = OutputBytes()
    encoder.encode(request, status, ending, into: &line)
    output.write(line, encoder.format)
  }

  private func pending(_ request: Request, _ status: Status, _ start: UInt64) -> PendingLine {
    PendingLine(encoder.begin(request, status), encoder: encoder, output: output, clock: clock, start: start)
  }

  /// Says what is wrong with the fields.
  public func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
    guard encoder.fields.isEmpty || Set(encoder.fields).count < encoder.fields.count else { return [] }
    return [
      Diagnostic(
        id: "log.fields", message: "AccessLog writes no field, or one twice", place: place,
        fix: "Name each field once, or leave fields out.")
    ]
  }
}
