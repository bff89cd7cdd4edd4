public import AloftHTTP

/// An error that says how it is answered: `throw HTTPError(.forbidden, "members only")`.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
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
