public import AloftCore
public import AloftHTTP

/// What routes are added to: an application, or a blueprint that is mounted into one.
public protocol RouteContainer {
  /// Adds a route; the functions named for the methods are what one usually calls.
  func add(_ route: Route)
}

/// A route as it was written: what it answers, and what it calls.
public struct Route: Sendable {
  /// The methods it answers. GET answers HEAD as well.
  public var methods: [Method]
  /// The pattern of its path, `/users/{id}`.
  public var path: String
  /// The name to build its URL by; `nil` for none.
  public var name: String?
  /// What it calls.
  public var handler: Handler
  /// The most bytes of a body it accepts; `nil` for the server's limit.
  public var bodyLimit: Int?
  /// What stands around the handler, outermost first; that of blueprints and of the application is further out.
  public var middleware: [any Middleware] = []
  /// Values of placeholders that the pattern leaves out, for a name that several routes share.
  public var defaults: [String: URLValue] = [:]
  /// What is written into its URLs for a placeholder's value, as a file's name with its version; `nil` for the value.
  public var urlValue: (@Sendable (_ placeholder: String, _ value: URLValue) -> URLValue)?
  /// Where it was written.
  public var place: SourcePlace

  /// Creates a route that was written elsewhere; see the properties.
  public init(
    _ methods: [Method], _ path: String, name: String? = nil, bodyLimit: Int? = nil, place: SourcePlace,
    handler: Handler
  ) {
    self.methods = methods
    self.path = path
    self.name = name
    self.bodyLimit = bodyLimit
    self.place = place
    self.handler = handler
  }

  /// Creates a route, written here; see the properties.
  ///
  /// ```swift
  /// app.add(Route([.get, .post], "/form", handler: Handler { (request: Request) in "\(request.method)" }))
  /// ```
  public init(
    _ methods: [Method], _ path: String, name: String? = nil, bodyLimit: Int? = nil, handler: Handler,
    file: String = #fileID, line: Int = #line
  ) {
    let place = SourcePlace(file: file, line: line)
    self.init(methods, path, name: name, bodyLimit: bodyLimit, place: place, handler: handler)
  }
}
