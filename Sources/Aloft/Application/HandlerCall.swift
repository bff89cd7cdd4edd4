internal import AloftHTTP

/// A handler with all that has to be there before it can be called.
struct HandlerCall: Sendable {
  let call: Handler.Call
  let preparations: [Preparation]
  let needsBody: Bool

  init(_ handler: Handler, replacements: [ObjectIdentifier: Preparation]) {
    var seen = Set<ObjectIdentifier>()
    preparations = handler.parameters.compactMap { type in
      guard let type = type as? any PreparedParameter.Type, seen.insert(ObjectIdentifier(type)).inserted else {
        return nil
      }
      return replacements[ObjectIdentifier(type)] ?? type.preparation
    }
    needsBody = handler.parameters.contains { $0.origin == .body }
    call = handler.call
  }

  /// Prepares what the handler takes, waits for the body if it wants that, and calls it.
  ///
  /// - Parameter afterwards: Where preparations leave what is to be put away; there is one if there are any.
  func response(to request: Request, _ afterwards: Afterwards?) async throws -> Response {
    guard !preparations.isEmpty else { return try await call(request) }
    do {
      var request = request
      for preparation in preparations { afterwards?.add(try await preparation.run(&request)) }
      let response = try await call(request)
      afterwards?.note(.returned)
      return response
    } catch {
      afterwards?.note(.threw(error))
      throw error
    }
  }

  private func call(_ request: Request) async throws -> Response {
    var request = request
    if needsBody, request.body.bytes == nil {
      request.body = RequestBody(try await request.body.collect(), limit: request.body.limit)
    }
    switch call {
    case .sync(let call): return try call(request)
    case .async(let call), .either(_, else: let call): return try await call(request)
    }
  }
}
