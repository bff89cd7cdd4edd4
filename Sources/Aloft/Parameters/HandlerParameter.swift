public import AloftHTTP

/// What a handler may take: a type that says how its values come out of a request.
///
/// ```swift
/// struct Language: HandlerParameter {
///   let code: String
///   static func value(from values: inout ParameterValues) -> Language {
///     Language(code: values.request.headers["Accept-Language"] ?? "en")
///   }
/// }
/// app.get("/") { (language: Language) in "You read \(language.code)." }
/// ```
public protocol HandlerParameter: SendableMetatype {
  /// Where the values come from.
  static var origin: ParameterOrigin { get }

  /// Takes a value out of a request; never waits.
  ///
  /// - Throws: ``HTTPError`` to answer with a status; anything else is a 500.
  static func value(from values: inout ParameterValues) throws -> Self
}

extension HandlerParameter {
  /// The request as a whole.
  public static var origin: ParameterOrigin { .request }
}

/// Where a handler's parameter comes from.
public enum ParameterOrigin: Sendable, Hashable {
  /// The next placeholder of the route's own pattern.
  case path
  /// The request's line, header or whatever travels with it.
  case request
  /// The query of the URL.
  case query
  /// The header.
  case header
  /// The cookies.
  case cookie
  /// The body, which is collected before the handler is called; ``RequestBody/bytes`` holds it then.
  case body
  /// An asynchronous preparation before the handler is called.
  case preparation
}

/// A request whose values a handler's parameters take one after the other.
public struct ParameterValues {
  /// The request.
  public let request: Request
  @usableFromInline var nextPlaceholder = 0

  @inlinable public init(_ request: Request) { self.request = request }
}

extension Request: HandlerParameter {
  /// The request itself.
  @inlinable public static func value(from values: inout ParameterValues) -> Request { values.request }
}
