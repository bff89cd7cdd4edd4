internal import AloftHTTP
internal import Logging

/// Answers by an asynchronous function.
final class FunctionResponder: Responder {
  private let label = HandlerLabel("the server's function")
  private let respond: @Sendable (Request) async throws -> Response
  private let logger: Logger

  init(respond: @escaping @Sendable (Request) async throws -> Response, logger: Logger) {
    self.respond = respond
    self.logger = logger
  }

  func answer(_ request: inout Request) -> Answer {
    .later(
      label,
      run: { [respond, logger] request in
        do {
          return try await respond(request)
        } catch let error as RequestBodyError {
          return Response(text: "\(error.status)\n", status: error.status)
        } catch {
          logger.error("a request failed", metadata: ["error": "\(error)"])
          return Response(text: "\(Status.internalServerError)\n", status: .internalServerError)
        }
      }, finish: nil)
  }
}
