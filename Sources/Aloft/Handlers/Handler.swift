public import AloftHTTP

/// What a route calls: a function with typed parameters, ready to be called with a request.
public struct Handler: Sendable {
  @usableFromInline package enum Call: Sendable {
    case sync(@Sendable (Request) throws -> Response)
    case async(@Sendable (Request) async throws -> Response)
    /// Answers at once where it can, which needs no task; for `nil` the other one is called.
    case either(@Sendable (Request) throws -> Response?, else: @Sendable (Request) async throws -> Response)
  }

  @usableFromInline package let call: Call
  /// The types of its parameters, in order.
  public let parameters: [any HandlerParameter.Type]
  /// The type of its result.
  public let result: any HandlerResult.Type

  @usableFromInline init(_ call: Call, _ parameters: [any HandlerParameter.Type], _ result: any HandlerResult.Type) {
    self.call = call
    self.parameters = parameters
    self.result = result
  }

  /// Wraps a synchronous function; it runs without a task.
  @inlinable public init<each P: HandlerParameter, R: HandlerResult>(
    _ function: @escaping @Sendable (repeat each P) throws -> R
  ) {
    let call: @Sendable (Request) throws -> Response = { request in
      var values = ParameterValues(request)
      return try function(repeat try (each P).value(from: &values)).response(to: request)
    }
    self.init(.sync(call), Self.types(repeat (each P).self), R.self)
  }

  /// Wraps an asynchronous function; it runs on the connection's event loop and comes back to it after each `await`.
  @inlinable public init<each P: HandlerParameter, R: HandlerResult>(
    _ function: @escaping @Sendable (repeat each P) async throws -> R
  ) {
    let call: @Sendable (Request) async throws -> Response = { request in
      var values = ParameterValues(request)
      return try await function(repeat try (each P).value(from: &values)).response(to: request)
    }
    self.init(.async(call), Self.types(repeat (each P).self), R.self)
  }

  /// Wraps a synchronous function of the request.
  @inlinable public init<R: HandlerResult>(request function: @escaping @Sendable (Request) throws -> R) {
    self.init(.sync({ try function($0).response(to: $0) }), [Request.self], R.self)
  }

  /// Wraps an asynchronous function of the request.
  @inlinable public init<R: HandlerResult>(request function: @escaping @Sendable (Request) async throws -> R) {
    self.init(.async({ try await function($0).response(to: $0) }), [Request.self], R.self)
  }

  @inlinable static func types<each P: HandlerParameter>(_ type: repeat (each P).Type) -> [any HandlerParameter.Type] {
    var types: [any HandlerParameter.Type] = []
    for type in repeat each type { types.append(type) }
    return types
  }
}
