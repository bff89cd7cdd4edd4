import Aloft
import AloftHTTP
import AloftServer

/// Measures handlers of two values of the path, made by Aloft and by hand.
enum HandlerCost {
  private typealias Synchronous = @Sendable (Request) throws -> Response
  private typealias Asynchronous = @Sendable (Request) async throws -> Response

  // Many short rounds: the best of them found the machine quiet.
  private static let callCount = 20_000
  private static let roundCount = 400

  static func report() async throws {
    let request = try matchedRequest()
    let typed = Handler { (id: Int, name: String) in greet(id: id, name: name) }
    let typedLater = Handler { (id: Int, name: String) async in await greetLater(id: id, name: name) }
    guard case .sync(let sync) = typed.call, case .async(let async) = typedLater.call else {
      throw Failure(description: "a handler is not of the kind it was written as")
    }
    let direct = try best { try callDirectly(request) }
    print("the handler alone, its values at hand     ", format(direct))
    let hand = byHand { (id: Int, name: String) in greet(id: id, name: name) }
    let syncByHand = try best { try call(hand, request) }
    let syncMade = try best { try call(sync, request) }
    print("synchronous, by hand                      ", format(syncByHand))
    print(
      "synchronous, typed                        ", format(syncMade), "above by hand", format(syncMade - syncByHand))
    let handLater = byHand { (id: Int, name: String) async in await greetLater(id: id, name: name) }
    let asyncByHand = try await bestLater { try await call(handLater, request) }
    let asyncMade = try await bestLater { try await call(async, request) }
    print("asynchronous, by hand                     ", format(asyncByHand))
    print(
      "asynchronous, typed                       ", format(asyncMade), "above by hand", format(asyncMade - asyncByHand))
    let frozen = try application().freeze()
    let head = try parsedHead()
    let answered = try best { callThrough(frozen, head) }
    print("the whole application: router and all     ", format(answered))
    let looking = try application(through: Array(repeating: Looking(), count: 10)).freeze()
    let looked = try best { callThrough(looking, head) }
    print("the same behind ten that look             ", format(looked), "above", format(looked - answered))
    let wrapping = try application(through: Array(repeating: Wrapping(), count: 10)).freeze()
    let wrapped = try await bestLater { await callLater(wrapping, head) }
    let one = try application(through: [Wrapping()]).freeze()
    let once = try await bestLater { await callLater(one, head) }
    print("the same behind one that wraps            ", format(once), "above", format(once - answered))
    print("the same behind ten that wrap             ", format(wrapped), "above", format(wrapped - answered))
  }

  // MARK: - Middleware that does nothing

  private struct Looking: SynchronousMiddleware {
    func before(_ request: inout Request) -> Response? { nil }
    func after(_ response: inout Response, for request: Request) {}
  }

  private struct Wrapping: Middleware {
    func respond(to request: Request, next: Next) async throws -> Response { try await next(request) }
  }

  // MARK: - The handlers

  @Sendable private static func greet(id: Int, name: String) -> String { id > 0 ? name : "" }

  @Sendable private static func greetLater(id: Int, name: String) async -> String { id > 0 ? name : "" }

  // By hand, too, the handler is a function that is handed over: that is what Aloft has to do with it.

  @inline(never) private static func byHand(
    _ handler: @escaping @Sendable (Int, String) throws -> String
  ) -> Synchronous {
    { request in
      guard let id = request.pathInteger(at: 0), let name = request.pathText(at: 1) else { throw HTTPError(.notFound) }
      return Response(text: try handler(id, name))
    }
  }

  @inline(never) private static func byHand(
    _ handler: @escaping @Sendable (Int, String) async throws -> String
  ) -> Asynchronous {
    { request in
      guard let id = request.pathInteger(at: 0), let name = request.pathText(at: 1) else { throw HTTPError(.notFound) }
      return Response(text: try await handler(id, name))
    }
  }

  // MARK: - Calling

  // Not inlined, and handed their functions as values, so that the compiler can't look through the call.

  @inline(never) private static func call(_ function: Synchronous, _ request: Request) throws -> Int {
    var sum = 0
    for _ in 0..<callCount { sum &+= try function(request).status.code }
    return sum
  }

  @inline(never) private static func call(_ function: Asynchronous, _ request: Request) async throws -> Int {
    var sum = 0
    for _ in 0..<callCount { sum &+= try await function(request).status.code }
    return sum
  }

  @inline(never) private static func callDirectly(_ request: Request) throws -> Int {
    let name = request.pathText(at: 1) ?? ""
    return try call({ _ in Response(text: greet(id: 5, name: name)) }, request)
  }

  @inline(never) private static func callThrough(_ frozen: FrozenApplication, _ head: RequestHead) -> Int {
    let connection = ConnectionInfo()
    var sum = 0
    for _ in 0..<callCount {
      var request = Request(head: head, body: RequestBody(), connection: connection, number: 1)
      if case .ready(let response, _) = frozen.answer(&request) { sum &+= response.status.code }
    }
    return sum
  }

  @inline(never) private static func callLater(_ frozen: FrozenApplication, _ head: RequestHead) async -> Int {
    let connection = ConnectionInfo()
    var sum = 0
    for _ in 0..<callCount {
      var request = Request(head: head, body: RequestBody(), connection: connection, number: 1)
      if case .later(_, let run, _) = frozen.answer(&request) { sum &+= await run(request).status.code }
    }
    return sum
  }

  private static func best(_ round: () throws -> Int) throws -> Double {
    var best = Double.infinity
    for _ in 0..<roundCount {
      var sum = 0
      let time = try ContinuousClock().measure { sum = try round() }
      guard sum == callCount * 200 else { throw Failure(description: "a call did not answer with 200") }
      best = min(best, time / .nanoseconds(callCount))
    }
    return best
  }

  private static func bestLater(_ round: () async throws -> Int) async throws -> Double {
    var best = Double.infinity
    for _ in 0..<roundCount {
      let start = ContinuousClock.now
      let sum = try await round()
      let time = ContinuousClock.now - start
      guard sum == callCount * 200 else { throw Failure(description: "a call did not answer with 200") }
      best = min(best, time / .nanoseconds(callCount))
    }
    return best
  }

  private static func format(_ nanoseconds: Double) -> String {
    let tenths = Int((nanoseconds * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10)) ns"
  }

  // MARK: - The request

  private static func application(through middleware: [any Middleware] = []) -> Application {
    let app = Application()
    for one in middleware { app.use(one) }
    app.get("/users/{id}/{name}", greet)
    return app
  }

  private static func parsedHead() throws -> RequestHead {
    let bytes = Array("GET /users/12345/annabella HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\n\r\n".utf8)
    var parser = RequestParser()
    var offset = 0
    guard case .head(let head) = parser.next(bytes.span, at: &offset) else {
      throw Failure(description: "the request could not be parsed")
    }
    return head
  }

  /// A request as a handler gets it: the router has found its route.
  private static func matchedRequest() throws -> Request {
    var request = Request(head: try parsedHead(), body: RequestBody(), connection: ConnectionInfo())
    _ = try application().freeze().answer(&request)
    return request
  }

  private struct Failure: Error {
    let description: String
  }
}
