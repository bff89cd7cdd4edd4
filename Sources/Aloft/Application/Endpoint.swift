internal import AloftCore
internal import AloftHTTP
internal import AloftServer

/// A route, frozen: what its handler needs before it can be called, and its name for the log.
final class Endpoint: Sendable {
  let label: HandlerLabel
  /// The names of the route's blueprints.
  let scope: String?
  let router: Router
  /// The number of placeholders in the prefixes in front of the route's own.
  let firstOwnPlaceholder: Int
  let bodyLimit: Int?
  /// The names of the path's placeholders, then of the host's.
  let placeholders: [String]
  let hostPlaceholders: [String]
  let preparations: [Preparation]
  let needsBody: Bool
  let call: Handler.Call

  init(
    _ mounted: MountedRoute, frozen: FrozenRoute, router: Router, firstOwnPlaceholder: Int,
    replacements: [ObjectIdentifier: Preparation]
  ) {
    let route = mounted.route
    let methods = route.methods.map(\.name).joined(separator: ",")
    label = HandlerLabel("\(methods) \(mounted.pattern) (\(route.place))")
    scope = mounted.scope
    self.router = router
    self.firstOwnPlaceholder = firstOwnPlaceholder
    bodyLimit = route.bodyLimit
    placeholders = frozen.parameters.map(\.name)
    hostPlaceholders = frozen.hostParameters.map(\.name)
    var seen = Set<ObjectIdentifier>()
    preparations = route.handler.parameters.compactMap { type in
      guard let type = type as? any PreparedParameter.Type, seen.insert(ObjectIdentifier(type)).inserted else {
        return nil
      }
      return replacements[ObjectIdentifier(type)] ?? type.preparation
    }
    needsBody = route.handler.parameters.contains { $0.origin == .body }
    call = route.handler.call
  }

  // MARK: - Answering

  func answer(_ request: inout Request, errors: ErrorResponder) -> Answer {
    if let bodyLimit { request.body.limit = bodyLimit }
    // Chunks say no length before they are here.
    if let length = request.contentLength ?? request.body.bytes?.count, length > request.body.limit {
      return .ready(errors.response(to: RequestBodyError.tooLarge(limit: request.body.limit), label), label)
    }
    switch call {
    case .sync(let call) where preparations.isEmpty && (!needsBody || request.body.bytes != nil):
      do {
        return .ready(try call(request), label)
      } catch {
        return .ready(errors.response(to: error, label), label)
      }
    default: return later(hasBody: request.body.bytes != nil, errors)
    }
  }

  private func later(hasBody: Bool, _ errors: ErrorResponder) -> Answer {
    guard !preparations.isEmpty else {
      if case .async(let call) = call, !needsBody || hasBody { return later(call, errors) }
      let run: @Sendable (Request) async -> Response = { [self] request in
        do {
          return try await callHandler(request)
        } catch {
          return errors.response(to: error, label)
        }
      }
      return .later(label, run: run, finish: nil)
    }
    let prepared = PreparedValues()
    let run: @Sendable (Request) async -> Response = { [self] request in
      do {
        var request = request
        for preparation in preparations { prepared.add(try await preparation.run(&request)) }
        let response = try await callHandler(request)
        prepared.outcome = .returned
        return response
      } catch {
        prepared.outcome = .threw(error)
        return errors.response(to: error, label)
      }
    }
    return .later(label, run: run, finish: { await prepared.tearDown() })
  }

  /// The common case, with as few asynchronous calls as can be.
  private func later(
    _ call: @escaping @Sendable (Request) async throws -> Response, _ errors: ErrorResponder
  ) -> Answer {
    let run: @Sendable (Request) async -> Response = { [label] request in
      do {
        return try await call(request)
      } catch {
        return errors.response(to: error, label)
      }
    }
    return .later(label, run: run, finish: nil)
  }

  private func callHandler(_ request: Request) async throws -> Response {
    var request = request
    if needsBody, request.body.bytes == nil {
      request.body = RequestBody(try await request.body.collect(), limit: request.body.limit)
    }
    switch call {
    case .sync(let call): return try call(request)
    case .async(let call): return try await call(request)
    }
  }
}

/// What was prepared for one request, to be torn down.
// Unchecked because the compiler can't see that one task alone touches it, first running, then tearing down.
private final class PreparedValues: @unchecked Sendable {
  var outcome = HandlerOutcome.threw(CancellationError())
  private var tearDowns: [Preparation.TearDown] = []

  func add(_ tearDown: @escaping Preparation.TearDown) { tearDowns.append(tearDown) }

  func tearDown() async {
    for tearDown in tearDowns.reversed() { await tearDown(outcome) }
  }
}
