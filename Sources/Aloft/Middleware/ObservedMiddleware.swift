internal import AloftHTTP
internal import Synchronization

/// Middleware whose calls of `next` are counted, in tests.
struct ObservedMiddleware: Middleware {
  private final class Count: Sendable {
    let calls = Atomic(0)
  }

  private let inner: PlacedMiddleware
  private let observer: any TestObserver

  init(_ inner: PlacedMiddleware, _ observer: any TestObserver) {
    self.inner = inner
    self.observer = observer
  }

  var name: String { inner.middleware.name }

  /// Those that never call `next` themselves need no counting, and stay what they are.
  var unlessSynchronous: any Middleware { inner.middleware is any SynchronousMiddleware ? inner.middleware : self }

  func respond(to request: Request, next: Next) async throws -> Response {
    let count = Count()
    let counting = Next(
      { request, afterwards in
        if count.calls.add(1, ordering: .relaxed).newValue == 2 {
          observer.violated("\(name) (\(inner.place)) calls next more than once for a request")
        }
        return await next.run(request, afterwards)
      }, next.afterwards)
    return try await inner.middleware.respond(to: request, next: counting)
  }
}
