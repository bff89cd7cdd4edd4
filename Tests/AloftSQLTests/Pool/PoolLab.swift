import AloftSQL
import Testing

/// A pool with a server and a clock of the test's own.
struct PoolLab {
  let server = FakeServer()
  let time = ManualTime()
  let pool: ConnectionPool<FakeConnection>

  init(size: Int, waitLimit: Duration = .seconds(10), idleBeforeCheck: Duration = .seconds(30)) {
    pool = ConnectionPool(
      size: size, waitLimit: waitLimit, idleBeforeCheck: idleBeforeCheck, time: time.poolTime
    ) { [server] in try await server.connect() }
  }

  static let unreachable = SQLError(
    .connectionFailed, "connection refused", fix: "start the server", code: "08001")

  /// Begins to wait for a connection, and returns once it is in the queue.
  func wait() async -> Task<FakeConnection, any Error> {
    let count = pool.waitingCount
    let task = Task { [pool] in try await pool.lease() }
    await eventually("somebody waits") { pool.waitingCount > count && time.sleeperCount > 0 }
    return task
  }
}
