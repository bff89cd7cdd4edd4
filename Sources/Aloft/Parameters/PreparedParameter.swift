public import AloftHTTP

/// A parameter that takes time to make: looked up, checked or opened before the handler is called, and put away after
/// the response.
///
/// ```swift
/// struct CurrentUser: PreparedParameter {
///   let name: String
///   static func prepare(for request: Request) async throws -> CurrentUser {
///     guard let name = try await sessions.user(of: request) else { throw HTTPError(.unauthorized) }
///     return CurrentUser(name: name)
///   }
/// }
/// app.get("/me") { (user: CurrentUser) in "Hello, \(user.name)!" }
/// ```
///
/// It is prepared for routes whose handlers name it, once a request. Tests put another preparation in its place with
/// ``Application/replacePreparation(of:with:)``.
public protocol PreparedParameter: HandlerParameter, Sendable {
  /// Makes the value for a request.
  ///
  /// - Throws: ``HTTPError`` to answer with a status instead of calling the handler; anything else is a 500.
  static func prepare(for request: Request) async throws -> Self

  /// Puts the value away, after the response was sent or could not be; the last one prepared goes first.
  ///
  /// - Parameter outcome: How the handler fared.
  func tearDown(after outcome: HandlerOutcome) async
}

/// How a handler fared.
public enum HandlerOutcome: Sendable {
  /// It returned.
  case returned
  /// It, or a preparation before it, threw.
  case threw(any Error)
}

extension PreparedParameter {
  /// A preparation.
  public static var origin: ParameterOrigin { .preparation }

  /// Takes the value that was prepared.
  public static func value(from values: inout ParameterValues) throws -> Self {
    guard let value = values.request[Self.self] else {
      throw HTTPError(.internalServerError, "\(Self.self) was not prepared: its route did not name it")
    }
    return value
  }

  /// Does nothing.
  public func tearDown(after outcome: HandlerOutcome) async {}

  static var preparation: Preparation {
    Preparation(of: Self.self) { try await Self.prepare(for: $0) }
  }
}

/// How a value of one type is prepared, with the type forgotten.
struct Preparation: Sendable {
  typealias TearDown = @Sendable (HandlerOutcome) async -> Void

  let type: ObjectIdentifier
  let run: @Sendable (inout Request) async throws -> TearDown

  init<Value: PreparedParameter>(
    of type: Value.Type, with prepare: @escaping @Sendable (Request) async throws -> Value
  ) {
    self.type = ObjectIdentifier(type)
    run = { request in
      let value = try await prepare(request)
      request[Value.self] = value
      return { await value.tearDown(after: $0) }
    }
  }
}
