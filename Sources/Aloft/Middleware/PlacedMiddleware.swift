internal import AloftCore

/// Middleware, and where it was added.
struct PlacedMiddleware: Sendable {
  let middleware: any Middleware
  let place: SourcePlace

  /// What is wrong with it.
  func problems(on level: MiddlewareLevel) -> [Diagnostic] {
    (middleware as? any CheckedMiddleware)?.check(on: level, place: place) ?? []
  }
}
