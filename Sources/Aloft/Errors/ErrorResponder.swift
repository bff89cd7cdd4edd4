internal import AloftHTTP
internal import AloftServer
internal import Logging

/// Turns errors into responses, by the handlers that were declared for them or by a page of its own, and logs each once.
struct ErrorResponder: Sendable {
  let logger: Logger
  /// The application's own handlers.
  let handlers: [ErrorHandler]
  /// The scopes by which the path of a request without a route decides, the deepest first.
  let scopes: [PathScope]
  /// What is shown where no handler takes the error.
  let pages: ErrorPages

  // MARK: - Answering

  /// Answers an error: at once, or in a task where the handler of such errors waits for something.
  func answer(_ error: any Error, for request: Request, _ source: ErrorSource) -> Answer {
    let report = ErrorReport(error)
    log(report, request, source)
    if isGone(error) { return .ready(gone(error), source.label) }
    guard let handler = handler(for: report, request, source) else {
      return .ready(page(report, request, source), source.label)
    }
    switch handler.call {
    case .sync(let call): return .ready(self.call(report, request, source, by: call), source.label)
    case .async(let call):
      return .later(source.label, run: { await self.call(report, $0, source, by: call) }, finish: nil)
    }
  }

  /// Answers an error within a task.
  func response(to error: any Error, for request: Request, _ source: ErrorSource) async -> Response {
    let report = ErrorReport(error)
    log(report, request, source)
    if isGone(error) { return gone(error) }
    guard let handler = handler(for: report, request, source) else { return page(report, request, source) }
    switch handler.call {
    case .sync(let call): return self.call(report, request, source, by: call)
    case .async(let call): return await self.call(report, request, source, by: call)
    }
  }

  /// The client has gone away, so nobody reads the answer and nothing has failed.
  private func isGone(_ error: any Error) -> Bool { error is CancellationError && Task.isCancelled }

  private func gone(_ error: any Error) -> Response {
    var response = Response(text: "\(Status.internalServerError)\n", status: .internalServerError)
    response.failure = error
    return response
  }

  private func page(_ report: ErrorReport, _ request: Request, _ source: ErrorSource) -> Response {
    var response = pages.response(report, request, source)
    response.headers.replace(with: report.headers)
    return finished(response, report)
  }

  private func finished(_ response: Response, _ report: ErrorReport) -> Response {
    var response = response
    // Who returns a page means the error's status; another one has to be said.
    if response.status == .ok { response.status = report.status }
    let present = Set(response.headers.map(\.name))
    for field in report.headers where !present.contains(field.name) {
      response.headers.append(field.name, field.value)
    }
    response.failure = report.error
    return response
  }

  // MARK: - Handlers

  private func call(
    _ report: ErrorReport, _ request: Request, _ source: ErrorSource,
    by call: (any Error, Request) throws -> Response?
  ) -> Response {
    do {
      guard let response = try call(report.error, request) else { return page(report, request, source) }
      return finished(response, report)
    } catch {
      return failed(error, report, request, source)
    }
  }

  private func call(
    _ report: ErrorReport, _ request: Request, _ source: ErrorSource,
    by call: (any Error, Request) async throws -> Response?
  ) async -> Response {
    do {
      guard let response = try await call(report.error, request) else { return page(report, request, source) }
      return finished(response, report)
    } catch {
      return failed(error, report, request, source)
    }
  }

  /// An error handler has failed itself, and its page would fail again.
  private func failed(
    _ error: any Error, _ report: ErrorReport, _ request: Request, _ source: ErrorSource
  ) -> Response {
    // An error that it handed on is answered and logged already.
    let other = ErrorReport(error)
    if !other.isIntended || other.status.code >= 500 {
      logger.error("an error handler failed", metadata: metadata(other, request, source))
    }
    return page(other, request, source)
  }

  /// The handler for an error: of the innermost scope that has one, by type before by status.
  private func handler(for report: ErrorReport, _ request: Request, _ source: ErrorSource) -> ErrorHandler? {
    if let scopes = source.scopes {
      for scope in scopes {
        if let handler = Self.handler(among: scope.handlers, for: report) { return handler }
      }
    } else if !scopes.isEmpty {
      let path = Array(request.path.utf8)
      let name = HostPattern.lowercasedName(of: request.host)
      for scope in scopes where scope.contains(path: path, host: name) {
        if let handler = Self.handler(among: scope.scope.handlers, for: report) { return handler }
      }
    }
    return Self.handler(among: handlers, for: report)
  }

  private static func handler(among handlers: [ErrorHandler], for report: ErrorReport) -> ErrorHandler? {
    guard !handlers.isEmpty else { return nil }
    let taking = handlers.filter { $0.takes(report.error) }
    return taking.first { $0.status == nil && !$0.takesAll }
      ?? handlers.first { $0.status == report.status } ?? taking.first
  }

  // MARK: - The log

  private func log(_ report: ErrorReport, _ request: Request, _ source: ErrorSource) {
    if isGone(report.error) { return }
    let level: Logger.Level =
      if !report.isIntended { .error } else { report.status.code >= 500 ? .warning : .debug }
    guard logger.logLevel <= level else { return }
    let message: Logger.Message = report.isIntended ? "answered with an error" : "a handler failed"
    logger.log(level: level, message, metadata: metadata(report, request, source))
  }

  private func metadata(_ report: ErrorReport, _ request: Request, _ source: ErrorSource) -> Logger.Metadata {
    [
      "error": "\(Self.oneLine("\(report.error)"))", "handler": "\(source.label.text)", "request": "\(request.id)",
    ]
  }

  /// What strangers may have a say in must not begin a line of the log.
  private static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
    let shown = text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(shown))
  }
}
