internal import AloftHTTP
internal import AloftServer
internal import Logging

/// Turns errors into responses, and logs those that are nobody's intention.
struct ErrorResponder: Sendable {
  let logger: Logger

  func response(to error: any Error, _ label: HandlerLabel) -> Response {
    switch error {
    case let error as HTTPError:
      if error.status.code >= 500 { report(error, label) }
      return response(error.status, error.message, headers: error.headers)
    case let error as RequestBodyError:
      if error.status.code >= 500 { report(error, label) }
      return response(error.status, error.description, closes: true)
    case is CancellationError:
      // The client has gone away: nobody reads the answer.
      return response(.internalServerError, nil)
    default:
      report(error, label)
      return response(.internalServerError, nil)
    }
  }

  func response(_ status: Status, _ message: String?, headers: Headers = [:], closes: Bool = false) -> Response {
    let text = message.map { "\(status): \($0)\n" } ?? "\(status)\n"
    var response = status.forbidsBody ? Response(status: status) : Response(text: text, status: status)
    response.headers.replace(with: headers)
    if closes { response.headers[.connection] = "close" }
    return response
  }

  private func report(_ error: any Error, _ label: HandlerLabel) {
    logger.error("a handler failed", metadata: ["error": "\(error)", "handler": "\(label.text)"])
  }
}
