import Aloft
import AloftHTTP
import AloftServer
import Synchronization
import Testing

/// A handler that holds its event loop for too long is named in the log.
@Suite(.timeLimit(.minutes(1))) struct BlockingWatchTests {
  /// Time passes in a handler only where it says so.
  private final class Stopwatch: Sendable {
    private let nanoseconds = Atomic<UInt64>(1)

    var now: UInt64 { nanoseconds.load(ordering: .relaxed) }

    func pass(milliseconds: UInt64) { nanoseconds.add(milliseconds * 1_000_000, ordering: .relaxed) }
  }

  private let stopwatch = Stopwatch()

  private func configure(_ configuration: inout ServerConfiguration) {
    let stopwatch = stopwatch
    configuration.stopwatch = { stopwatch.now }
  }

  private func describe(_ app: Application) {
    let stopwatch = stopwatch
    app.get("/sync/{time}") { (time: Int) in
      stopwatch.pass(milliseconds: UInt64(time))
      return ""
    }
    app.get("/async/{time}") { (time: Int) async in
      stopwatch.pass(milliseconds: UInt64(time))
      return ""
    }
    app.get("/later/{time}") { (time: Int) async in
      await Task.yield()
      stopwatch.pass(milliseconds: UInt64(time))
      await Task.yield()
      return ""
    }
    app.get("/stream/{time}") { (time: Int) in
      Response.stream { writer in
        stopwatch.pass(milliseconds: UInt64(time))
        try await writer.write("x")
      }
    }
    app.get("/blocking/{time}") { (time: Int) async throws in
      try await blocking { "" }
    }
  }

  private func warnings(_ site: Site) -> [CapturedLog.Entry] {
    site.log.entries.filter { $0.message.hasPrefix("a handler blocked its event loop") }
  }

  @Test(arguments: ["sync", "async", "later", "stream"])
  func aHandlerThatBlocksIsNamed(_ kind: String) async throws {
    try await Site.with(
      configure, describe,
      test: { site in
        let client = try site.connect()
        _ = try await client.get("/\(kind)/60")
        // A later part is looked at behind the answer.
        _ = try await client.get("/sync/0")
        let found = warnings(site)
        #expect(found.count == 1)
        #expect(found.first?.message.contains("for 60 ms") == true)
        #expect(found.first?.metadata["handler"]?.hasPrefix("GET /\(kind)/{time} (") == true)
      })
  }

  @Test(arguments: ["sync", "async", "later", "stream", "blocking"])
  func aHandlerThatDoesNotBlockIsNotNamed(_ kind: String) async throws {
    try await Site.with(
      configure, describe,
      test: { site in
        let client = try site.connect()
        _ = try await client.get("/\(kind)/40")
        _ = try await client.get("/sync/0")
        #expect(warnings(site).isEmpty)
      })
  }

  @Test func theTimeIsTheConfigurations() async throws {
    let raised: (inout ServerConfiguration) -> Void = { configuration in
      configure(&configuration)
      configuration.limits.blockingTime = .milliseconds(70)
    }
    try await Site.with(
      raised, describe,
      test: { site in
        let client = try site.connect()
        _ = try await client.get("/sync/60")
        #expect(warnings(site).isEmpty)
        _ = try await client.get("/sync/80")
        #expect(warnings(site).count == 1)
      })
  }

  @Test func aTimeWithoutEndNamesNobody() async throws {
    let endless: (inout ServerConfiguration) -> Void = { configuration in
      configure(&configuration)
      configuration.limits.blockingTime = .seconds(Int64.max)
    }
    try await Site.with(
      endless, describe,
      test: { site in
        _ = try await site.connect().get("/sync/3600000")
        #expect(warnings(site).isEmpty)
      })
  }

  @Test func aHandlerThatBlocksAgainAndAgainIsNamedOnceInTenSeconds() async throws {
    try await Site.with(
      configure, describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<5 { _ = try await client.get("/sync/60") }
        #expect(warnings(site).count == 1)
        #expect(warnings(site).first?.metadata["leftOut"] == nil)
        stopwatch.pass(milliseconds: 10_000)
        _ = try await client.get("/sync/60")
        #expect(warnings(site).count == 2)
        #expect(warnings(site).last?.metadata["leftOut"] == "4")
        stopwatch.pass(milliseconds: 10_000)
        _ = try await client.get("/sync/60")
        #expect(warnings(site).last?.metadata["leftOut"] == nil)
      })
  }

  @Test func eachHandlerIsNamedByItself() async throws {
    try await Site.with(
      configure, describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<2 {
          _ = try await client.get("/sync/60")
          _ = try await client.get("/async/60")
        }
        #expect(warnings(site).compactMap { $0.metadata["handler"]?.prefix(10) } == ["GET /sync/", "GET /async"])
      })
  }
}
