import Aloft
import AloftHTTP
import Testing

/// What handlers put away behind their responses is part of the work that a stop waits for.
@Suite(.timeLimit(.minutes(1))) struct TearDownTests {
  /// Something that is put away once the gate opens.
  private struct Lent: PreparedParameter {
    static let entered = Signal<Void>()
    static let gate = Gate()
    static let isPutAway = Flag()

    static func prepare(for request: Request) async throws -> Lent { Lent() }

    func tearDown(after outcome: HandlerOutcome) async {
      Self.entered.send()
      await Self.gate.pass()
      Self.isPutAway.set(true)
    }
  }

  /// Something that is never put away.
  private struct Stuck: PreparedParameter {
    static let entered = Signal<Void>()

    static func prepare(for request: Request) async throws -> Stuck { Stuck() }

    func tearDown(after outcome: HandlerOutcome) async {
      Self.entered.send()
      await Gate().pass()
    }
  }

  @Test func theStopWaitsForTearDownsWhenNoConnectionIsLeft() async throws {
    try await Site.with(
      { $0.get("/") { (_: Lent) in "ok" } },
      test: { site in
        let client = try site.connect()
        #expect(try await client.get("/").text == "ok")
        await Lent.entered.next()
        let hasStopped = Flag()
        let stop = Task {
          await site.server.stop(within: .seconds(60))
          hasStopped.set(true)
        }
        #expect(try await client.isClosed())
        await client.close()
        while site.server.connectionCount > 0 { await Task.yield() }
        // A server that does not wait has stopped by the time another one has.
        try await Site.with({ _ in }, test: { _ = try await $0.settled { 0 } })
        #expect(!hasStopped.isSet && !Lent.isPutAway.isSet)
        Lent.gate.open()
        await stop.value
        #expect(Lent.isPutAway.isSet)
      })
  }

  @Test func theStopWaitsForTearDownsNoLongerThanItsTime() async throws {
    try await Site.with(
      { $0.get("/") { (_: Stuck) in "ok" } },
      test: { site in
        let client = try site.connect()
        #expect(try await client.get("/").text == "ok")
        await Stuck.entered.next()
        await site.server.stop(within: .zero)
        let warning = site.log.entries.first { $0.message == "stopped in the midst of requests" }
        #expect(warning?.metadata["requests"] == "1")
      })
  }
}
