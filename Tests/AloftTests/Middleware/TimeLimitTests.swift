import Aloft
import AloftHTTP
import AloftServer
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct TimeLimitTests {
  private let diary = Diary()
  private let clock = HeldClock()
  /// What a handler in these tests waits at, whatever becomes of its task.
  private let gate = Gate()

  private struct Lamp: PreparedParameter {
    static func prepare(for request: Request) async throws -> Lamp { throw HTTPError(.notImplemented) }
    let diary: Diary
    func tearDown(after outcome: HandlerOutcome) async { diary.note("lamp off") }
  }

  /// Opens a gate when a response comes out.
  private struct Opening: SynchronousMiddleware {
    let gate: Gate
    let diary: Diary

    func after(_ response: inout Response, for request: Request) {
      diary.note("answered \(response.status.code)")
      gate.open()
    }
  }

  private var limit: TimeLimit { TimeLimit(.seconds(30), clock: clock) }

  private func stubborn(_ app: Application) {
    app.replacePreparation(of: Lamp.self) { [diary] _ in Lamp(diary: diary) }
    app.get("/stubborn") { [diary, gate] (lamp: Lamp) in
      await gate.pass()
      diary.note("handler done, cancelled \(Task.isCancelled)")
      return "late"
    }
  }

  // MARK: - In time

  @Test func whatIsInTimeIsAnswered() async throws {
    let app = Application()
    app.use(limit)
    app.get("/now") { "now" }
    app.get("/later") { () async in
      for _ in 0..<3 { await Task.yield() }
      return "later"
    }
    #expect(try await app.get("/now") == "200 now")
    #expect(try await app.get("/later") == "200 later")
    #expect(try await app.get("/nowhere").hasPrefix("404"))
    #expect(clock.sleeperCount <= 1)
  }

  @Test func manyAreWatchedByOneSleeper() async throws {
    let app = Application()
    app.use(limit)
    app.get("/") { [gate] in
      await gate.pass()
      return "ok"
    }
    async let all = withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await app.get("/") } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    await clock.asleep.pass()
    #expect(clock.sleeperCount == 1)
    gate.open()
    #expect(try await all == Array(repeating: "200 ok", count: 50))
  }

  @Test func whatWasPreparedIsPutAwayOnce() async throws {
    for isAround in [true, false] {
      let app = Application()
      app.replacePreparation(of: Lamp.self) { [diary] _ in Lamp(diary: diary) }
      if isAround { app.use(limit) }
      app.with(isAround ? Track("a", diary) : limit).get("/") { [diary] (lamp: Lamp) in
        diary.note("handled")
        return "ok"
      }
      #expect(try await app.get("/") == "200 ok")
    }
    #expect(diary.entries == ["a>", "handled", "<a 200", "lamp off", "handled", "lamp off"])
  }

  @Test func theTimeEndsWithTheHead() async throws {
    let app = Application()
    app.use(limit)
    app.get("/") { [clock] () async in
      await Task.yield()
      return Response.stream { writer in
        clock.advance(by: .seconds(60))
        try await writer.write("all")
      }
    }
    #expect(try await app.get("/") == "200 all")
  }

  // MARK: - Too late

  @Test(arguments: [true, false]) func whatIsTooLateIsAnsweredThoughItGoesOn(isAround: Bool) async throws {
    let answered = Gate()
    let app = Application(logger: RecordedLog().logger)
    app.use(Opening(gate: answered, diary: diary))
    if isAround {
      app.use(limit)
      stubborn(app)
    } else {
      app.group { [limit] part in part.use(limit) }
      app.replacePreparation(of: Lamp.self) { [diary] _ in Lamp(diary: diary) }
      app.with(limit).get("/stubborn") { [diary, gate] (lamp: Lamp) in
        await gate.pass()
        diary.note("handler done, cancelled \(Task.isCancelled)")
        return "late"
      }
    }
    async let response = app.ask(.get, "/stubborn")
    await clock.asleep.pass()
    #expect(diary.entries.isEmpty)
    clock.advance(by: .seconds(30))
    await answered.pass()
    // The handler still has what was prepared for it.
    #expect(diary.entries == ["answered 503"])
    gate.open()
    #expect(try await response.status == .serviceUnavailable)
    #expect(try await response.text.contains("the answer took too long"))
    #expect(diary.entries == ["answered 503", "handler done, cancelled true", "lamp off"])
  }

  @Test func whatIsPreparedTooLateIsPutAwayToo() async throws {
    let answered = Gate()
    let app = Application(logger: RecordedLog().logger)
    app.use(Opening(gate: answered, diary: diary), limit)
    app.replacePreparation(of: Lamp.self) { [diary, gate] _ in
      await gate.pass()
      diary.note("lamp on")
      return Lamp(diary: diary)
    }
    app.get("/") { [diary] (lamp: Lamp) in
      diary.note("handled")
      return "late"
    }
    async let response = app.get("/")
    await clock.asleep.pass()
    clock.advance(by: .seconds(31))
    await answered.pass()
    gate.open()
    #expect(try await response.hasPrefix("503"))
    #expect(diary.entries == ["answered 503", "lamp on", "handled", "lamp off"])
  }

  @Test func aHandlerThatListensToItsCancellationEnds() async throws {
    let app = Application(logger: RecordedLog().logger)
    app.use(limit)
    app.get("/") { [diary] () async throws -> String in
      do {
        try await Task.sleep(for: .seconds(3600))
      } catch {
        diary.note("cancelled")
        throw error
      }
      return "never"
    }
    async let response = app.get("/")
    await clock.asleep.pass()
    clock.advance(by: .seconds(30))
    #expect(try await response.hasPrefix("503"))
    #expect(diary.entries == ["cancelled"])
  }

  @Test func theAnswerPassesWhatStandsOutside() async throws {
    let app = Application(logger: RecordedLog().logger)
    app.use(CORS(origins: .any), limit)
    app.onError(TimeLimitExceeded.self) { error, _ in "over after \(error.limit)" }
    app.get("/") { [gate] in
      await gate.pass()
      return "late"
    }
    async let response = app.ask(.get, "/")
    await clock.asleep.pass()
    clock.advance(by: .seconds(30))
    gate.open()
    let answered = try await response
    #expect(answered.status == .serviceUnavailable)
    #expect(answered.text == "over after 30.0 seconds")
    #expect(answered.header("Access-Control-Allow-Origin") == "*")
  }

  @Test func eachHasItsOwnTime() async throws {
    let answered = Gate()
    let started = [Gate(), Gate()]
    let app = Application(logger: RecordedLog().logger)
    app.use(Opening(gate: answered, diary: diary), limit)
    app.get("/{index}") { [gate] (index: Int) in
      started[index].open()
      await gate.pass()
      return "in time"
    }
    async let early = app.get("/0")
    await clock.asleep.pass()
    clock.advance(by: .seconds(20))
    async let late = app.get("/1")
    await started[1].pass()
    clock.advance(by: .seconds(10))
    await answered.pass()
    gate.open()
    #expect(try await early.hasPrefix("503"))
    #expect(try await late == "200 in time")
  }

  @Test func aClientThatLeavesCancelsTheHandler() async throws {
    let app = Application(logger: RecordedLog().logger)
    app.use(limit)
    let started = Gate()
    app.get("/") { [diary] () async throws -> String in
      started.open()
      try? await Task.sleep(for: .seconds(3600))
      diary.note("cancelled \(Task.isCancelled)")
      return "never"
    }
    let asking = Task { try await app.get("/") }
    await started.pass()
    asking.cancel()
    _ = try? await asking.value
    #expect(diary.entries == ["cancelled true"])
  }

  // MARK: - On a server

  private func start(_ app: Application) async throws -> RunningApplication {
    var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0))
    configuration.loops = 1
    return try await app.start(configuration)
  }

  private func get(_ path: String, _ running: RunningApplication) async throws -> String {
    try await Client.exchange("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", with: running)
  }

  @Test func handlersStayOnTheirEventLoop() async throws {
    @Sendable func thread() -> String { "\(pthread_self())" }
    let app = Application()
    app.get("/plain") { thread() }
    app.with(limit).get("/limited") { () async in
      let before = thread()
      await Task.yield()
      try? await Task.sleep(for: .nanoseconds(1))
      return "\(before) \(thread())"
    }
    let running = try await start(app)
    let plain = try #require(try await get("/plain", running).split(separator: "\r\n").last)
    #expect(!plain.isEmpty)
    #expect(try await get("/limited", running).hasSuffix("\r\n\r\n\(plain) \(plain)"))
    await running.stop()
  }

  @Test func aServerThatStopsWaitsForAHandlerThatGoesOn() async throws {
    let app = Application(logger: RecordedLog().logger)
    app.use(limit)
    stubborn(app)
    app.onStop { [diary] _ in diary.note("stopped") }
    let running = try await start(app)
    async let answer = get("/stubborn", running)
    await clock.asleep.pass()
    clock.advance(by: .seconds(30))
    #expect(try await answer.hasPrefix("HTTP/1.1 503 "))
    async let stop: Void = running.stop()
    gate.open()
    await stop
    #expect(diary.entries == ["handler done, cancelled true", "lamp off", "stopped"])
  }

  @Test func aServerThatStopsWaitsNoLongerThanItsTime() async throws {
    let app = Application(logger: RecordedLog().logger)
    app.use(limit)
    stubborn(app)
    let running = try await start(app)
    async let answer = get("/stubborn", running)
    await clock.asleep.pass()
    clock.advance(by: .seconds(30))
    #expect(try await answer.hasPrefix("HTTP/1.1 503 "))
    await running.stop(within: .zero)
    #expect(diary.entries.isEmpty)
    gate.open()
  }

  @Test func aTimeInWhichNobodyCanAnswerIsReported() {
    let app = Application()
    app.use(TimeLimit(.zero), TimeLimit(.seconds(-1)), TimeLimit(.milliseconds(1)))
    #expect(app.check().map(\.id) == ["time.limit", "time.limit"])
  }
}
