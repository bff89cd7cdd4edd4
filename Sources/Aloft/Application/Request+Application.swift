public import AloftHTTP
public import Logging

extension Request {
  /// The application that answers the request.
  public var application: ApplicationContext {
    (responder as? FrozenApplication)?.context ?? .none
  }

  /// The application's logger, whose lines carry the request's id.
  public var logger: Logger {
    var logger = application.logger
    logger[metadataKey: "request"] = "\(id)"
    return logger
  }
}
