public import AloftCore
public import AloftHTTP

// One set of overloads a method. The compiler takes the synchronous one for functions that wait for nothing; those of
// the request alone are what lets it infer `{ request in … }`; the unavailable one says what a handler may return.

extension RouteContainer {
  /// Adds a route that reads: GET and HEAD.
  ///
  /// - Parameters:
  ///   - path: The pattern of the path, `/users/{id}`.
  ///   - name: The name to build its URL by.
  ///   - bodyLimit: The most bytes of a body it accepts; `nil` takes the server's limit.
  ///   - handler: What answers; see ``HandlerParameter`` and ``HandlerResult`` for what it may take and return.
  @inlinable public func get<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.get], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that reads: GET and HEAD; with an asynchronous handler.
  @inlinable public func get<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.get], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that reads: GET and HEAD; with a handler of the request.
  @inlinable public func get<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.get], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Adds a route that reads: GET and HEAD; with an asynchronous handler of the request.
  @inlinable public func get<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.get], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Never called: says what a handler may return.
  @available(
    *, unavailable,
    message: "a handler returns String, HTML, Response, Redirect, Reply, Status, an Optional or your own HandlerResult"
  )
  @_disfavoredOverload public func get<each P: HandlerParameter, R>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {}
}

extension RouteContainer {
  /// Adds a route that changes something: POST.
  ///
  /// - Parameters:
  ///   - path: The pattern of the path, `/users/{id}`.
  ///   - name: The name to build its URL by.
  ///   - bodyLimit: The most bytes of a body it accepts; `nil` takes the server's limit.
  ///   - handler: What answers; see ``HandlerParameter`` and ``HandlerResult`` for what it may take and return.
  @inlinable public func post<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.post], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that changes something: POST; with an asynchronous handler.
  @inlinable public func post<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.post], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that changes something: POST; with a handler of the request.
  @inlinable public func post<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.post], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Adds a route that changes something: POST; with an asynchronous handler of the request.
  @inlinable public func post<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.post], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Never called: says what a handler may return.
  @available(
    *, unavailable,
    message: "a handler returns String, HTML, Response, Redirect, Reply, Status, an Optional or your own HandlerResult"
  )
  @_disfavoredOverload public func post<each P: HandlerParameter, R>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {}
}

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

  /// Never called: says what a handler may return.
  @available(
    *, unavailable,
    message: "a handler returns String, HTML, Response, Redirect, Reply, Status, an Optional or your own HandlerResult"
  )
  @_disfavoredOverload public func put<each P: HandlerParameter, R>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {}
}

extension RouteContainer {
  /// Adds a route that changes a part: PATCH.
  ///
  /// - Parameters:
  ///   - path: The pattern of the path, `/users/{id}`.
  ///   - name: The name to build its URL by.
  ///   - bodyLimit: The most bytes of a body it accepts; `nil` takes the server's limit.
  ///   - handler: What answers; see ``HandlerParameter`` and ``HandlerResult`` for what it may take and return.
  @inlinable public func patch<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.patch], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that changes a part: PATCH; with an asynchronous handler.
  @inlinable public func patch<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.patch], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that changes a part: PATCH; with a handler of the request.
  @inlinable public func patch<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.patch], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Adds a route that changes a part: PATCH; with an asynchronous handler of the request.
  @inlinable public func patch<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.patch], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Never called: says what a handler may return.
  @available(
    *, unavailable,
    message: "a handler returns String, HTML, Response, Redirect, Reply, Status, an Optional or your own HandlerResult"
  )
  @_disfavoredOverload public func patch<each P: HandlerParameter, R>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {}
}

extension RouteContainer {
  /// Adds a route that removes something: DELETE.
  ///
  /// - Parameters:
  ///   - path: The pattern of the path, `/users/{id}`.
  ///   - name: The name to build its URL by.
  ///   - bodyLimit: The most bytes of a body it accepts; `nil` takes the server's limit.
  ///   - handler: What answers; see ``HandlerParameter`` and ``HandlerResult`` for what it may take and return.
  @inlinable public func delete<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.delete], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that removes something: DELETE; with an asynchronous handler.
  @inlinable public func delete<each P: HandlerParameter, R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.delete], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(handler)))
  }

  /// Adds a route that removes something: DELETE; with a handler of the request.
  @inlinable public func delete<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.delete], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Adds a route that removes something: DELETE; with an asynchronous handler of the request.
  @inlinable public func delete<R: HandlerResult>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (Request) async throws -> R
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Route([.delete], path, name: name, bodyLimit: bodyLimit, place: place, handler: Handler(request: handler)))
  }

  /// Never called: says what a handler may return.
  @available(
    *, unavailable,
    message: "a handler returns String, HTML, Response, Redirect, Reply, Status, an Optional or your own HandlerResult"
  )
  @_disfavoredOverload public func delete<each P: HandlerParameter, R>(
    _ path: String, name: String? = nil, bodyLimit: Int? = nil, file: String = #fileID, line: Int = #line,
    _ handler: @escaping @Sendable (repeat each P) async throws -> R
  ) {}
}
