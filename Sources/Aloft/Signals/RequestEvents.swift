public import AloftHTTP

/// A request has come in, and nothing has looked at it yet.
public struct RequestStarted: Sendable {
  /// The request.
  public let request: Request
}

/// A response is ready; a stream's body is only about to be written.
public struct RequestFinished: Sendable {
  /// The request, with the route that was found.
  public let request: Request
  /// The response as it is sent.
  public let response: Response
  /// The time since the request was started.
  public let duration: Duration
}

/// A request has ended in an error that nobody meant: its answer is a 500.
public struct RequestFailed: Sendable {
  /// The request, with the route that was found.
  public let request: Request
  /// What was thrown.
  public let error: any Error
}

/// The start hooks have run, and the server listens.
public struct ApplicationStarted: Sendable {
  /// The application.
  public let application: ApplicationContext

  package init(application: ApplicationContext) { self.application = application }
}

/// No more requests are answered, and the stop hooks are about to run.
public struct ApplicationStopping: Sendable {
  /// The application.
  public let application: ApplicationContext

  package init(application: ApplicationContext) { self.application = application }
}
