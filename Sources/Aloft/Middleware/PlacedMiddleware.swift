internal import AloftCore

/// Middleware, and where it was added.
struct PlacedMiddleware: Sendable {
  let middleware: any Middleware
  let place: SourcePlace
}
