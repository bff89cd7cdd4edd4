package import AloftHTTP
internal import Synchronization

/// What a server asks for answers.
package protocol Responder: AnyObject, Sendable {
  /// Answers a request, which it may change to hand it on; called on the event loop of its connection.
  func answer(_ request: inout Request) -> Answer
}

/// A handler's answer: at once, or after a task has run on the connection's event loop.
package enum Answer: Sendable {
  /// The response is here.
  case ready(Response, HandlerLabel)
  /// The response comes from a task; `finish` runs after it was sent, or could not be.
  case later(HandlerLabel, run: @Sendable (Request) async -> Response, finish: (@Sendable () async -> Void)?)
}

/// Names a handler in the log, and stands for it where its tasks are run.
package final class HandlerLabel: Sendable {
  /// `GET /users/{id} (App/Routes.swift:12)`
  package let text: String
  /// Here, since it is one for the event loops of all; locked only once a handler has blocked.
  let blockingWarnings = Mutex(WarningPace())

  package init(_ text: String) { self.text = text }
}
