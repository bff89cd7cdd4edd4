import Aloft
import AloftHTTP
import AloftServer
import Synchronization

/// Measures what each of the built-in middleware adds to a call of the whole application.
enum MiddlewareCost {
  // Many short rounds: the best of them found the machine quiet.
  private static let callCount = 10_000
  private static let roundCount = 200

  /// Measures on one thread, as on an event loop.
  static func report() throws {
    let loop = TurnExecutor()
    let outcome = Mutex<Result<Void, any Error>?>(nil)
    Task(executorPreference: loop) {
      let result: Result<Void, any Error>
      do { result = .success(try await measure()) } catch { result = .failure(error) }
      outcome.withLock { $0 = result }
    }
    while outcome.withLock({ $0 == nil }) { loop.run() }
    try outcome.withLock { $0 }?.get()
  }

  private static func measure() async throws {
    let nowhere = AccessLog.Output { _ in }
    let bare = try await cost([])
    print("an application without middleware         ", format(bare))
    let kinds: [(String, [any Middleware])] = [
      ("one that looks and does nothing", [Looking()]),
      ("SecurityHeaders", [SecurityHeaders()]),
      ("RequestID", [RequestID()]),
      ("AllowedHosts, by name", [AllowedHosts(["other.example", "example.com"])]),
      ("AllowedHosts, by wildcard", [AllowedHosts(["*.com"])]),
      ("TrustedProxies, one hop", [TrustedProxies(hops: 1)]),
      ("TrustedProxies, by network", [TrustedProxies(from: ["192.0.2.0/24"])]),
      ("CORS, one origin", [CORS(origins: ["https://example.com"])]),
      ("CORS, all origins", [CORS(origins: .any)]),
      ("ConditionalRequests, 9 bytes", [ConditionalRequests()]),
      ("AccessLog, text to nobody", [AccessLog(to: nowhere)]),
      ("AccessLog, JSON to nobody", [AccessLog(.json, to: nowhere)]),
      ("AccessLog, text to standard output", [AccessLog()]),
    ]
    let wanted = CommandLine.arguments.dropFirst(2).first ?? ""
    for (name, middleware) in kinds where name.hasPrefix(wanted) {
      print(name.padded, "above", format(try await cost(middleware) - bare))
    }
    guard "TimeLimit".hasPrefix(wanted) else { return }
    let task = try await cost([Wrapping()])
    print("middleware that wraps and does nothing    ", "above", format(task - bare))
    print(
      "TimeLimit, handler that never waits".padded, "above", format(try await cost([TimeLimit(.seconds(30))]) - task))
    let waiting = try await cost([Wrapping()], path: "/waits")
    let limited = try await cost([TimeLimit(.seconds(30))], path: "/waits")
    print("TimeLimit, handler that yields once".padded, "above", format(limited - waiting))
  }

  private struct Looking: SynchronousMiddleware {
    func before(_ request: inout Request) -> Response? { nil }
    func after(_ response: inout Response, for request: Request) {}
  }

  private struct Wrapping: Middleware {
    func respond(to request: Request, next: Next) async throws -> Response { try await next(request) }
  }

  /// The nanoseconds of a call.
  private static func cost(_ middleware: [any Middleware], path: String = "/users/12345/annabella") async throws
    -> Double
  {
    let app = Application()
    app.leaveOutDefaults()
    for one in middleware { app.use(one) }
    app.get("/users/{id}/{name}") { (id: Int, name: String) in name }
    app.get("/waits") { () async in
      await Task.yield()
      return "annabella"
    }
    let frozen = try app.freeze()
    let head = try parsedHead(path)
    var best = Double.infinity
    for _ in 0..<roundCount {
      let start = ContinuousClock.now
      let sum = await calls(of: frozen, head)
      let time = ContinuousClock.now - start
      guard sum == callCount * 200 else { throw Failure(description: "a call did not answer with 200") }
      best = min(best, time / .nanoseconds(callCount))
    }
    return best
  }

  @inline(never) private static func calls(of frozen: FrozenApplication, _ head: RequestHead) async -> Int {
    let connection = ConnectionInfo(peer: "192.0.2.7:50712", responder: frozen)
    var sum = 0
    for number in 0..<callCount {
      var request = Request(head: head, body: RequestBody(), connection: connection, number: UInt64(number))
      switch frozen.answer(&request) {
      case .ready(let response, _): sum &+= response.status.code
      case .later(_, let run, let finish):
        sum &+= await run(request).status.code
        await finish?()
      }
    }
    return sum
  }

  private static func parsedHead(_ path: String) throws -> RequestHead {
    let bytes = Array(
      """
      GET \(path) HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\nUser-Agent: curl/8.5.0\r
      X-Forwarded-For: 203.0.113.5\r\nX-Forwarded-Proto: https\r\n\r\n
      """.utf8)
    var parser = RequestParser()
    var offset = 0
    guard case .head(let head) = parser.next(bytes.span, at: &offset) else {
      throw Failure(description: "the request could not be parsed")
    }
    return head
  }

  private static func format(_ nanoseconds: Double) -> String {
    let tenths = Int((nanoseconds * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10)) ns"
  }

  private struct Failure: Error {
    let description: String
  }
}

/// Runs jobs one after the other on the thread that calls ``run()``.
private final class TurnExecutor: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  func run() {
    let ready = jobs.withLock { jobs in
      defer { jobs.removeAll(keepingCapacity: true) }
      return jobs
    }
    for job in ready { job.runSynchronously(on: asUnownedTaskExecutor()) }
  }
}

extension String {
  fileprivate var padded: String { self + String(repeating: " ", count: max(0, 42 - count)) }
}
