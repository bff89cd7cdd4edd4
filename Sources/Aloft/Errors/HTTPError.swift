public import AloftHTTP

/// An error that says how it is answered.
///
/// A handler, a middleware or a parameter may throw one; anything else that is thrown is answered with 500.
public protocol ResponseError: Error {
  /// The status of the answer.
  var status: Status { get }
  /// What the client is told beside the status; `nil` tells no more.
  var message: String? { get }
  /// Fields for the answer, such as `Retry-After`; an error handler's own fields come before them.
  var headers: Headers { get }
}

extension ResponseError {
  /// No more than the status.
  public var message: String? { nil }
  /// No fields.
  public var headers: Headers { [:] }
}

/// An error that is answered with a status: `throw HTTPError(.forbidden, "members only")`.
public struct HTTPError: ResponseError, Sendable, CustomStringConvertible {
  /// The status of the answer.
  public let status: Status
  /// What the client is told beside the status; `nil` tells no more.
  public let message: String?
  /// Fields for the answer, such as `Retry-After`.
  public let headers: Headers

  /// Creates an error; see the properties.
  public init(_ status: Status, _ message: String? = nil, headers: Headers = [:]) {
    self.status = status
    self.message = message
    self.headers = headers
  }

  /// `403 Forbidden: members only`
  public var description: String { message.map { "\(status): \($0)" } ?? "\(status)" }
}

extension RequestBodyError: ResponseError {
  /// The error in a sentence.
  public var message: String? { description }
  /// The connection can't be used again: nobody knows where the next request begins.
  public var headers: Headers { [.connection: "close"] }
}
