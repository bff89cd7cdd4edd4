import AloftSQL
import Synchronization
import Testing

@Suite struct PoolStormTests {
  /// A clock whose short pauses take a few turns of other tasks, and whose long ones nobody waits for.
  private static let storm = PoolTime(
    now: { .zero },
    sleep: { duration in
      for _ in 0..<20 { await Task.yield() }
      if duration > .seconds(100) { try await Task.sleep(for: duration) }
    })

  @Test(arguments: 1...12) func noStormMakesMoreConnectionsThanAllowed(seed: Int) async throws {
    let server = FakeServer()
    let size = 1 + seed % 5
    let pool = ConnectionPool(size: size, waitLimit: .seconds(1_000), time: Self.storm) { try await server.connect() }
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<24 {
        group.addTask {
          var random = SeededRandom(UInt64(seed * 1_000 + task))
          for _ in 0..<60 { await Self.useOnce(pool, server, &random) }
        }
      }
      for await _ in group {}
    }
    #expect(server.mostOpen <= size)
    #expect(pool.openCount <= size)
    server.fail(with: nil)
    // Nothing was lost: all places can be taken again.
    var leased: [FakeConnection] = []
    for _ in 0..<size { leased.append(try await pool.lease()) }
    #expect(pool.openCount == size)
    for connection in leased { pool.release(connection) }
    await pool.close()
    #expect(server.openCount == 0)
    #expect(pool.openCount == 0)
  }

  private static func useOnce(
    _ pool: ConnectionPool<FakeConnection>, _ server: FakeServer, _ random: inout SeededRandom
  ) async {
    let chance = Int.random(in: 0..<100, using: &random)
    if chance < 3 { server.fail(with: PoolLab.unreachable, times: 1 + chance * 3) }
    if chance == 50 { server.breakAll() }
    if chance == 51 { pool.dropBrokenIdle() }
    let way = Int.random(in: 0..<10, using: &random)
    let turns = Int.random(in: 0..<6, using: &random)
    let task = Task {
      let connection: FakeConnection
      if let idle = pool.leaseIdle() { connection = idle } else { connection = try await pool.lease() }
      #expect(connection.begin(), "nobody else has it, and it is open")
      for _ in 0..<turns { await Task.yield() }
      connection.end()
      if way == 1 { connection.breakDown() }
      way < 1 ? pool.discard(connection) : pool.release(connection)
    }
    if way > 6 {
      for _ in 0..<turns { await Task.yield() }
      task.cancel()
    }
    do {
      try await task.value
    } catch {
      #expect(error is CancellationError && way > 6)
    }
  }
}
