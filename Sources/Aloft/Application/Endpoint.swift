internal import AloftCore
internal import AloftHTTP
internal import AloftServer

/// A route, frozen: its middleware and its handler put together, and what requests ask of it.
final class Endpoint: Sendable {
  let label: HandlerLabel
  let mounted: MountedRoute
  /// The number of placeholders in the prefixes in front of the route's own.
  let firstOwnPlaceholder: Int
  /// The names of the path's placeholders, then of the host's.
  let placeholders: [String]
  let hostPlaceholders: [String]
  let handler: HandlerCall
  private let bodyLimit: Int?
  private let stack: MiddlewareStack
  private let errors: ErrorResponder
  private let source: ErrorSource
  /// The handler with all of its middleware around it.
  private let run: Next.Run
  /// The handler alone where it waits for something: the common case, with as few asynchronous calls as can be, and made
  /// once, so that no request allocates it.
  private let runAlone: (@Sendable (Request) async -> Response)?

  init(
    _ mounted: MountedRoute, frozen: FrozenRoute, firstOwnPlaceholder: Int, errors: ErrorResponder,
    replacements: [ObjectIdentifier: Preparation], observer: (any TestObserver)?
  ) {
    let route = mounted.route
    let methods = route.methods.map(\.name).joined(separator: ",")
    let label = HandlerLabel("\(methods) \(mounted.pattern) (\(route.place))")
    let source = ErrorSource(label: label, scopes: mounted.errorScopes, route: mounted)
    let handler = HandlerCall(route.handler, replacements: replacements)
    self.label = label
    self.mounted = mounted
    self.firstOwnPlaceholder = firstOwnPlaceholder
    self.errors = errors
    self.source = source
    self.handler = handler
    bodyLimit = route.bodyLimit
    placeholders = frozen.parameters.map(\.name)
    hostPlaceholders = frozen.hostParameters.map(\.name)
    runAlone =
      switch handler.call {
      case .sync: nil
      case .async(let call), .either(_, else: let call):
        { request in
          do {
            return try await call(request)
          } catch {
            return await errors.response(to: error, for: request, source)
          }
        }
      }
    stack = MiddlewareStack(mounted.middleware, errors: errors, source: source, observer: observer)
    run = stack.around { request, afterwards in
      do {
        return try await handler.response(to: request, afterwards)
      } catch {
        return await errors.response(to: error, for: request, source)
      }
    }
  }

  /// Whether there may be something to do behind its answers.
  var hasAfterwards: Bool { !handler.preparations.isEmpty || stack.isOutlived }

  /// The names of the route's blueprints.
  var scope: String? { mounted.scope }

  // MARK: - Answering

  func answer(_ request: inout Request) -> Answer {
    if let bodyLimit { request.body.limit = bodyLimit }
    // Chunks say no length before they are here.
    if let length = request.contentLength ?? request.body.bytes?.count, length > request.body.limit {
      return errors.answer(RequestBodyError.tooLarge(limit: request.body.limit), for: request, source)
    }
    guard let synchronous = stack.synchronous else { return later() }
    if synchronous.isEmpty { return callHandler(request) }
    return stack.answer(&request, through: synchronous) { callHandler($0) }
  }

  /// Calls the handler at once if it waits for nothing and all that it takes is here.
  private func callHandler(_ request: Request) -> Answer {
    guard handler.preparations.isEmpty, !handler.needsBody || request.body.bytes != nil else { return laterAlone() }
    switch handler.call {
    case .sync(let call):
      do {
        return .ready(try call(request), label)
      } catch {
        return errors.answer(error, for: request, source)
      }
    case .async: return waitForHandler()
    case .either(let call, else: _):
      do {
        return try call(request).map { .ready($0, label) } ?? waitForHandler()
      } catch {
        return errors.answer(error, for: request, source)
      }
    }
  }

  /// The handler, once all that it takes is here.
  private func waitForHandler() -> Answer {
    runAlone.map { .later(label, run: $0, finish: nil) } ?? laterAlone()
  }

  /// The handler without its middleware, which is around this already.
  private func laterAlone() -> Answer {
    let afterwards = handler.preparations.isEmpty ? nil : Afterwards()
    return .later(
      label,
      run: { [handler, errors, source] request in
        do {
          return try await handler.response(to: request, afterwards)
        } catch {
          return await errors.response(to: error, for: request, source)
        }
      }, finish: afterwards?.finish)
  }

  private func later() -> Answer {
    let afterwards = hasAfterwards ? Afterwards() : nil
    return .later(
      label, run: { [run] request in await run(request, afterwards) },
      finish: afterwards?.finish)
  }
}
