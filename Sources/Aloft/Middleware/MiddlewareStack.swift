internal import AloftHTTP
internal import AloftServer

/// The middleware of one level, an application or a route, put together once.
final class MiddlewareStack: Sendable {
  /// Its middleware if none of it ever waits, outermost first.
  let synchronous: [any SynchronousMiddleware]?
  /// Whether it may answer while what lies behind it still runs.
  let isOutlived: Bool
  private let all: [any Middleware]
  private let errors: ErrorResponder
  private let source: ErrorSource

  init(
    _ placed: [PlacedMiddleware], errors: ErrorResponder, source: ErrorSource, observer: (any TestObserver)?
  ) {
    // Only where somebody looks: counting costs each request something.
    let all = placed.map { one in observer.map { ObservedMiddleware(one, $0).unlessSynchronous } ?? one.middleware }
    self.all = all
    self.errors = errors
    self.source = source
    let synchronous = all.compactMap { $0 as? any SynchronousMiddleware }
    isOutlived = placed.contains { $0.middleware is any OutlivedMiddleware }
    self.synchronous = synchronous.count == all.count ? synchronous : nil
  }

  // MARK: - Without a task

  /// Answers through the middleware, none of which waits, by `inner` or before it is asked.
  func answer(
    _ request: inout Request, through middleware: [any SynchronousMiddleware], _ inner: (inout Request) -> Answer
  ) -> Answer {
    var passed = 0
    for one in middleware {
      do {
        if let response = try one.before(&request) {
          return leave(.ready(response, source.label), request, middleware, passed)
        }
      } catch {
        return leave(errors.answer(error, for: request, source), request, middleware, passed)
      }
      passed += 1
    }
    return leave(inner(&request), request, middleware, passed)
  }

  private func leave(
    _ answer: consuming Answer, _ request: Request, _ middleware: [any SynchronousMiddleware], _ passed: Int
  ) -> Answer {
    // Consumed, as a copy of a response counts up each of its parts.
    switch consume answer {
    case .ready(var response, let label):
      var left = passed
      while left > 0 {
        left -= 1
        do {
          try middleware[left].after(&response, for: request)
        } catch {
          switch errors.answer(error, for: request, source) {
          case .ready(let other, _): response = other
          case let later: return leave(later, request, middleware, left)
          }
        }
      }
      return .ready(response, label)
    case .later(let label, let run, let finish):
      guard passed > 0 else { return .later(label, run: run, finish: finish) }
      return .later(
        label,
        run: { [self] request in
          // The request as it was handed on: whoever answers later changes a copy.
          var response = await run(request)
          // In place: a further asynchronous call would cost each request more than most middleware does.
          var left = passed
          while left > 0 {
            left -= 1
            do {
              try middleware[left].after(&response, for: request)
            } catch {
              response = await errors.response(to: error, for: request, source)
            }
          }
          return response
        }, finish: finish)
    }
  }

  private func leave(
    _ response: Response, _ request: Request, _ middleware: [any SynchronousMiddleware], _ passed: Int
  ) async -> Response {
    var response = response
    for one in middleware[..<passed].reversed() {
      do {
        try one.after(&response, for: request)
      } catch {
        response = await errors.response(to: error, for: request, source)
      }
    }
    return response
  }

  // MARK: - In a task

  /// Puts the middleware around what lies behind it.
  func around(_ inner: @escaping Next.Run) -> Next.Run {
    var run = inner
    var rest = all[...]
    while let last = rest.popLast() {
      guard let last = last as? any SynchronousMiddleware else {
        run = wrap(run, in: last)
        continue
      }
      // Neighbours that never wait share one function: each asynchronous one costs a task switch.
      var group = [last]
      while let next = rest.last as? any SynchronousMiddleware {
        group.insert(next, at: 0)
        rest.removeLast()
      }
      run = wrap(run, in: group)
    }
    return run
  }

  private func wrap(_ inner: @escaping Next.Run, in middleware: any Middleware) -> Next.Run {
    { [errors, source] request, afterwards in
      do {
        return try await middleware.respond(to: request, next: Next(inner, afterwards))
      } catch {
        return await errors.response(to: error, for: request, source)
      }
    }
  }

  private func wrap(_ inner: @escaping Next.Run, in middleware: [any SynchronousMiddleware]) -> Next.Run {
    { [self] request, afterwards in
      var request = request
      var passed = 0
      for one in middleware {
        do {
          if let response = try one.before(&request) { return await leave(response, request, middleware, passed) }
        } catch {
          return await leave(await errors.response(to: error, for: request, source), request, middleware, passed)
        }
        passed += 1
      }
      return await leave(await inner(request, afterwards), request, middleware, passed)
    }
  }
}
