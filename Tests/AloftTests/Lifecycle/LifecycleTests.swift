import Aloft
import AloftHTTP
import AloftServer
import Testing

/// Hooks around the time in which an application serves, and what it provides meanwhile.
@Suite(.timeLimit(.minutes(1))) struct LifecycleTests {
  private struct Pool: Sendable { let size: Int }

  private let diary = Diary()

  private func start(_ app: Application) async throws -> RunningApplication {
    var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0))
    configuration.loops = 1
    return try await app.start(configuration)
  }

  private func get(_ path: String, _ running: RunningApplication) async throws -> String {
    try await Client.exchange("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", with: running)
  }

  @Test func hooksRunInOrderAndBackwards() async throws {
    let app = Application()
    for mark in ["a", "b"] {
      app.onStart { [diary] _ in diary.note("start \(mark)") }
      app.onStop { [diary] _ in diary.note("stop \(mark)") }
    }
    app.group { [diary] part in
      part.provide(Pool.self) { _ in
        diary.note("open")
        return Pool(size: 3)
      } close: {
        diary.note("close \($0.size)")
      }
    }
    let running = try await start(app)
    await running.stop()
    await running.stop()
    #expect(diary.entries == ["start a", "start b", "open", "close 3", "stop b", "stop a"])
  }

  @Test func whatAHookLeavesIsThereForHandlersAndLaterHooks() async throws {
    let app = Application()
    app.onStart { start in start[Pool.self] = Pool(size: 4) }
    app.onStart { [diary] start in
      diary.note("\(start[Pool.self]?.size ?? 0) \(start.application[Pool.self]?.size ?? 0)")
    }
    app.get("/") { (request: Request) in "size \(request.application[Pool.self]?.size ?? 0)" }
    let running = try await start(app)
    #expect(try await get("/", running).hasSuffix("\r\n\r\nsize 4"))
    await running.stop()
    #expect(diary.entries == ["4 4"])
  }

  @Test func aHookThatFailsStopsWhatWasStarted() async throws {
    let app = Application()
    app.provide(Pool.self) { _ in
      Pool(size: 1)
    } close: { [diary] _ in
      diary.note("close")
    }
    let line = #line + 1
    app.onStart { _ in throw Broken() }
    app.onStart { [diary] _ in diary.note("never") }
    let error = await #expect(throws: StartError.self) { _ = try await start(app) }
    #expect("\(try #require(error))" == "AloftTests/LifecycleTests.swift:\(line): a start hook failed: Broken()")
    #expect(diary.entries == ["close"])
  }

  @Test func anAddressThatIsTakenStopsWhatWasStarted() async throws {
    let first = try await start(Application())
    let app = Application()
    app.onStart { _ in }
    app.onStop { [diary] _ in diary.note("stop") }
    await #expect(throws: ServerError.self) { _ = try await app.start(ServerConfiguration(address: first.address)) }
    await first.stop()
    #expect(diary.entries == ["stop"])
  }

  @Test func aStopHookThatFailsIsLoggedAndTheOthersRun() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.onStop { [diary] _ in diary.note("first") }
    app.onStop { _ in throw Broken() }
    await (try start(app)).stop()
    #expect(diary.entries == ["first"])
    #expect(log.entries.count { $0.hasPrefix("error: a stop hook failed error=Broken() place=AloftTests/") } == 1)
  }

  @Test func theStopWaitsForWorkAfterAResponse() async throws {
    let app = Application()
    app.get("/") { [diary] (after: AfterResponse) in
      after.run {
        for _ in 0..<100 { await Task.yield() }
        diary.note("work")
      }
      return "ok"
    }
    app.onStop { [diary] _ in diary.note("stop") }
    let running = try await start(app)
    #expect(try await get("/", running).hasSuffix("ok"))
    await running.stop()
    #expect(diary.entries == ["work", "stop"])
  }

  @Test func workThatFailsIsLoggedAndTheRestIsDone() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/") { [diary] (after: AfterResponse) in
      after.run { throw Broken() }
      after.run { diary.note("done") }
      return "ok"
    }
    #expect(try await app.get("/") == "200 ok")
    #expect(diary.entries == ["done"])
    #expect(log.entries.count == 1)
    #expect(log.entries.first?.hasPrefix("error: work after a response failed error=Broken() request=") == true)
  }

  @Test func whatIsProvidedTwiceIsAProblemThatNamesBothPlaces() throws {
    let app = Application()
    let line = #line + 1
    app.provide(Pool(size: 1))
    app.group { $0.provide(Pool.self) { _ in Pool(size: 2) } }
    let problems = app.check()
    #expect(problems.map(\.id) == ["application.provided-twice"])
    #expect(problems.first?.place.line == line + 1)
    #expect(problems.first?.message == "a Pool is provided already, at AloftTests/LifecycleTests.swift:\(line)")
  }

  @Test func whatAPartProvidesThatIsMountedTwiceIsMadeOnce() async throws {
    struct Part: Blueprint {
      let diary: Diary
      func configure(_ part: BlueprintBuilder) {
        part.provide("text")
        part.provide(Pool.self) { _ in
          diary.note("open")
          return Pool(size: 3)
        } close: { _ in
          diary.note("close")
        }
        part.get("/") { (pool: Provided<Pool>) in "size \(pool.size)" }
      }
    }
    let app = Application()
    app.mount(Part(diary: diary), at: "/a", name: "a")
    app.mount(Part(diary: diary), at: "/b", name: "b")
    let running = try await start(app)
    #expect(try await get("/b/", running).hasSuffix("size 3"))
    await running.stop()
    #expect(diary.entries == ["open", "close"])
  }

  @Test func whatIsPutInThePlaceOfAProvidedValueStaysThereWhateverIsSaidLater() async throws {
    let app = Application()
    app.replaceProvided(with: Pool(size: 9))
    app.provide(Pool(size: 1))
    app.onStart { start in start[Pool.self] = Pool(size: 2) }
    app.get("/") { (pool: Provided<Pool>) in "size \(pool.size)" }
    let running = try await start(app)
    #expect(try await get("/", running).hasSuffix("size 9"))
    await running.stop()
  }

  @Test func aProvidedValueIsAParameter() async throws {
    let app = Application()
    app.provide(Pool(size: 5))
    app.get("/") { (pool: Provided<Pool>) in "size \(pool.size)" }
    #expect(try await app.get("/") == "200 size 5")
  }

  @Test func aTypeThatNothingProvidesIsAProblem() {
    let app = Application()
    let line = #line + 1
    app.get("/") { (pool: Provided<Pool>) in "size \(pool.size)" }
    let problems = app.check()
    #expect(problems.map(\.id) == ["application.provided"])
    #expect(problems.first?.message == "the handler of '/' takes a Pool, which nothing provides")
    #expect(problems.first?.place.line == line)
  }

  @Test func aReplacedValueIsNeitherMadeNorClosed() async throws {
    let app = Application()
    app.provide(Pool.self) { [diary] _ in
      diary.note("open")
      return Pool(size: 1)
    } close: { [diary] _ in
      diary.note("close")
    }
    app.get("/") { (pool: Provided<Pool>) in "size \(pool.size)" }
    app.replaceProvided(with: Pool(size: 9))
    let running = try await start(app)
    #expect(try await get("/", running).hasSuffix("size 9"))
    await running.stop()
    #expect(diary.entries.isEmpty)
  }

  @Test func whatIsNotStartedProvidesNothingYet() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.provide(Pool.self) { _ in Pool(size: 1) }
    app.get("/") { (pool: Provided<Pool>) in "size \(pool.size)" }
    #expect(try await app.get("/").hasPrefix("500"))
    #expect(log.entries.first?.contains("the application provides no Pool: it was not started") == true)
  }
}
