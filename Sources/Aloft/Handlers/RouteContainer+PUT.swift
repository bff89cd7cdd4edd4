public import AloftCore
public import AloftHTTP

// The compiler takes the synchronous one for functions that wait for nothing; those of the request alone are what lets it
// infer `{ request in … }`; those of anything that can be encoded are for results that nothing else takes; the
// unavailable one says what a handler may return.

extension RouteContainer {
  /// Adds a route that replaces something: PUT.
  ///
  /// - Parameters:
  ///   - path: The pattern of the path, `/users/{id}`.
  ///   - name: The name to build its URL by.
  ///   - bodyLimit: The most bytes of a body it accepts; `nil` takes the server's limit.
  ///   - handler: What answers; see ``HandlerParameter`` and ``HandlerResult`` for what it may take and return.
  @inlinable public func put<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.put], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that replaces something: PUT; with an asynchronous handler.
  @inlinable public func put<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.put], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that replaces something: PUT; with a handler of the request.
  @inlinable public func put<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.put], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Adds a route that replaces something: PUT; with an asynchronous handler of the request.
  @inlinable public func put<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.put], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }
}

extension RouteContainer {
  /// Adds a route that replaces something: PUT; the result becomes JSON, `nil` the application's 404.
  @_disfavoredOverload @inlinable public func put<each P: HandlerParameter, R: Encodable & SendableMetatype>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.put], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(encoding: handler)))
  }

  /// Adds a route that replaces something: PUT; the result becomes JSON; with an asynchronous handler.
  @_disfavoredOverload @inlinable public func put<each P: HandlerParameter, R: Encodable & SendableMetatype>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.put], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(encoding: handler)))
  }

  /// Adds a route that replaces something: PUT; the result becomes JSON; with a handler of the request.
  @_disfavoredOverload @inlinable public func put<R: Encodable & SendableMetatype>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.put], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(encodingRequest: handler)))
  }

  /// Adds a route that replaces something: PUT; the result becomes JSON; with an asynchronous handler of the request.
  @_disfavoredOverload @inlinable public func put<R: Encodable & SendableMetatype>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.put], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(encodingRequest: handler)))
  }

  /// Never called: says what a handler may return.
  @available(
    *, unavailable,
    message:
      "a handler returns String, HTML, Response, Redirect, Reply, Status, anything Encodable, an Optional or your own HandlerResult"
  )
  @_disfavoredOverload public func put<each P: HandlerParameter, R>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {}
}
