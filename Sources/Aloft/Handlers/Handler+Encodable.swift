public import AloftHTTP

extension Handler {
  /// Wraps a synchronous function whose result becomes JSON; `nil` becomes the application's 404.
  @_disfavoredOverload @inlinable public init<each P: HandlerParameter, R: Encodable & SendableMetatype>(
    encoding function: @escaping @Sendable (repeat each P) throws -> R
  ) {
    let result = EncodedResult<R>()
    let call: @Sendable (Request) throws -> Response = { request in
      var values = ParameterValues(request)
      return try result.response(of: function(repeat try (each P).value(from: &values)), to: request)
    }
    self.init(.sync(call), Self.types(repeat (each P).self), JSON<R>.self)
  }

  /// Wraps an asynchronous function whose result becomes JSON; `nil` becomes the application's 404.
  @_disfavoredOverload @inlinable public init<each P: HandlerParameter, R: Encodable & SendableMetatype>(
    encoding function: @escaping @Sendable (repeat each P) async throws -> R
  ) {
    let result = EncodedResult<R>()
    let call: @Sendable (Request) async throws -> Response = { request in
      var values = ParameterValues(request)
      return try result.response(of: await function(repeat try (each P).value(from: &values)), to: request)
    }
    self.init(.async(call), Self.types(repeat (each P).self), JSON<R>.self)
  }

  /// Wraps a synchronous function of the request whose result becomes JSON.
  @_disfavoredOverload @inlinable public init<R: Encodable & SendableMetatype>(
    encodingRequest function: @escaping @Sendable (Request) throws -> R
  ) {
    let result = EncodedResult<R>()
    self.init(.sync({ try result.response(of: function($0), to: $0) }), [Request.self], JSON<R>.self)
  }

  /// Wraps an asynchronous function of the request whose result becomes JSON.
  @_disfavoredOverload @inlinable public init<R: Encodable & SendableMetatype>(
    encodingRequest function: @escaping @Sendable (Request) async throws -> R
  ) {
    let result = EncodedResult<R>()
    self.init(.async({ try result.response(of: await function($0), to: $0) }), [Request.self], JSON<R>.self)
  }
}

/// How results of a type become JSON: what is asked of the type is asked once.
@usableFromInline struct EncodedResult<Value: Encodable & SendableMetatype>: Sendable {
  private let isOptional = Value.self is any OptionalValue.Type

  @usableFromInline init() {}

  @usableFromInline func response(of value: Value, to request: Request) throws -> Response {
    if isOptional, let optional = value as? any OptionalValue, optional.isNothing { throw HTTPError(.notFound) }
    return try JSON(value).response(to: request)
  }
}

private protocol OptionalValue {
  var isNothing: Bool { get }
}

extension Optional: OptionalValue {
  fileprivate var isNothing: Bool { if case .none = self { true } else { false } }
}
