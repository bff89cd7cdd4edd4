import Aloft
import AloftServer
import Testing

/// A server leaves descriptors to files, databases and its own loops.
@Suite(.timeLimit(.minutes(1))) struct DescriptorLimitTests {
  @Test func connectionsThatTheProcessHasNoDescriptorsForAreTurnedAway() async throws {
    try await Site.with(
      { $0.descriptorLimit = { 129 } }, { $0.get("/") { "ok" } },
      test: { site in
        let first = try site.connect()
        #expect(try await first.get("/").status == 200)
        let second = try site.connect()
        #expect(try await second.get("/").status == 503)
        await first.close()
        await second.close()
      })
  }
}
