import AloftSQL
import Synchronization
import Testing

@Suite struct PoolFaultTests {
  @Test func anUnreachableServerIsTriedAgainWithGrowingPauses() async throws {
    let lab = PoolLab(size: 4, waitLimit: .seconds(1_000))
    lab.server.fail(with: PoolLab.unreachable)
    let waiting = await lab.wait()
    var pauses: [Duration] = []
    for attempt in 1...12 {
      await eventually("attempt \(attempt) failed") {
        lab.server.attempts == attempt && lab.time.sleeperCount == 2
      }
      pauses.append(lab.time.asked.last { $0 < .seconds(1_000) } ?? .zero)
      lab.time.advance(by: .seconds(2))
    }
    var most = Duration.milliseconds(20)
    for pause in pauses {
      #expect(pause >= most / 2 && pause <= most)
      most = min(most * 2, .seconds(2))
    }
    lab.server.fail(with: nil)
    lab.time.advance(by: .seconds(2))
    await eventually("the last pause or none is over") {
      if lab.server.openCount == 0 { lab.time.advance(by: .milliseconds(1)) }
      return lab.server.openCount == 1
    }
    _ = try await waiting.value
  }

  @Test func oneAttemptAtATimeIsMadeWhereTheServerIsOutOfReach() async throws {
    let lab = PoolLab(size: 8, waitLimit: .seconds(1_000))
    lab.server.fail(with: PoolLab.unreachable)
    var waiting = [await lab.wait()]
    await eventually("the first attempt failed") { lab.time.sleeperCount == 2 }
    for _ in 0..<7 { waiting.append(await lab.wait()) }
    #expect(lab.server.attempts == 1)
    #expect(lab.pool.openCount == 1)
    lab.server.fail(with: nil)
    lab.time.advance(by: .seconds(1))
    for task in waiting { _ = try await task.value }
    #expect(lab.server.mostOpen == 8)
  }

  @Test func whoWaitsTooLongForAServerOutOfReachIsToldWhyItIs() async throws {
    let lab = PoolLab(size: 1, waitLimit: .seconds(5))
    lab.server.fail(with: PoolLab.unreachable)
    let waiting = await lab.wait()
    await eventually("the first attempt failed") { lab.time.sleeperCount == 2 }
    lab.time.advance(by: .seconds(5))
    let error = await #expect(throws: SQLError.self) { try await waiting.value }
    #expect(error?.kind == .connectionFailed)
    #expect(error?.message == "the database could not be reached within 5.0 seconds: connection refused")
    #expect(error?.fix == "start the server")
    #expect(error?.code == "08001")
  }

  @Test func nobodyTriesWhereNobodyWaits() async throws {
    let lab = PoolLab(size: 2, waitLimit: .seconds(5))
    lab.server.fail(with: PoolLab.unreachable)
    let waiting = await lab.wait()
    await eventually("the first attempt failed") { lab.time.sleeperCount == 2 }
    lab.time.advance(by: .seconds(5))
    await #expect(throws: SQLError.self) { try await waiting.value }
    await eventually("the attempts end") { lab.pool.openCount == 0 }
    let attempts = lab.server.attempts
    lab.time.advance(by: .seconds(100))
    #expect(lab.time.sleeperCount == 0)
    #expect(lab.server.attempts == attempts)
  }

  @Test func anErrorThatStaysEndsAllWaitingAtOnce() async throws {
    let lab = PoolLab(size: 1)
    lab.server.hold()
    lab.server.fail(with: SQLError(.authenticationFailed, "the password is wrong"))
    var waiting: [Task<FakeConnection, any Error>] = []
    for _ in 0..<5 { waiting.append(await lab.wait()) }
    lab.server.letGo()
    for task in waiting {
      let error = await #expect(throws: SQLError.self) { try await task.value }
      #expect(error?.kind == .authenticationFailed)
    }
    #expect(lab.pool.openCount == 0)
    lab.server.fail(with: nil)
    _ = try await lab.pool.lease()
  }

  @Test func aConnectionIdleForLongIsAskedBeforeItIsLent() async throws {
    let lab = PoolLab(size: 1, idleBeforeCheck: .seconds(30))
    let connection = try await lab.pool.lease()
    lab.pool.release(connection)
    lab.time.advance(by: .seconds(29))
    #expect(try await lab.pool.lease() === connection)
    #expect(lab.server.checks == 0)
    lab.pool.release(connection)
    lab.time.advance(by: .seconds(30))
    #expect(lab.pool.leaseIdle() == nil)
    #expect(try await lab.pool.lease() === connection)
    #expect(lab.server.checks == 1)
  }

  @Test func aConnectionThatDoesNotAnswerIsReplaced() async throws {
    let lab = PoolLab(size: 1)
    let connection = try await lab.pool.lease()
    lab.pool.release(connection)
    lab.time.advance(by: .seconds(60))
    lab.server.passChecks(false)
    #expect(try await lab.pool.lease() !== connection)
    #expect(connection.isClosed)
    #expect(lab.server.mostOpen == 1)
  }

  @Test func brokenConnectionsAreNotLent() async throws {
    let lab = PoolLab(size: 3)
    let connections = [try await lab.pool.lease(), try await lab.pool.lease(), try await lab.pool.lease()]
    for connection in connections { lab.pool.release(connection) }
    connections[1].breakDown()
    connections[2].breakDown()
    #expect(lab.pool.leaseIdle() == nil)
    #expect(try await lab.pool.lease() === connections[0])
    #expect(connections[1].isClosed && connections[2].isClosed)
    #expect(lab.pool.openCount == 1)
  }

  @Test func brokenIdleConnectionsCanBeDropped() async throws {
    let lab = PoolLab(size: 3)
    let connections = [try await lab.pool.lease(), try await lab.pool.lease(), try await lab.pool.lease()]
    lab.pool.release(connections[0])
    lab.pool.release(connections[1])
    connections[0].breakDown()
    connections[2].breakDown()
    lab.pool.dropBrokenIdle()
    #expect(connections[0].isClosed)
    // Somebody has this one.
    #expect(!connections[2].isClosed)
    #expect(lab.pool.openCount == 2)
    #expect(lab.pool.leaseIdle() === connections[1])
  }

  @Test func aBrokenConnectionCountsUntilItIsClosed() async throws {
    let lab = PoolLab(size: 2)
    let counts = Mutex<[Int]>([])
    lab.server.whileClosing { counts.withLock { $0.append(lab.pool.openCount) } }
    let connections = [try await lab.pool.lease(), try await lab.pool.lease()]
    connections[0].breakDown()
    lab.pool.release(connections[0])
    lab.pool.release(connections[1])
    connections[1].breakDown()
    lab.pool.dropBrokenIdle()
    lab.pool.discard(try await lab.pool.lease())
    #expect(counts.withLock { $0 } == [2, 1, 1])
    #expect(lab.pool.openCount == 0)
  }

  @Test func aRestartOfTheServerCostsWaitingOnly() async throws {
    let lab = PoolLab(size: 2, waitLimit: .seconds(100))
    let first = try await lab.pool.lease()
    let second = try await lab.pool.lease()
    lab.pool.release(first)
    lab.server.fail(with: PoolLab.unreachable)
    lab.server.breakAll()
    let waiting = await lab.wait()
    lab.pool.release(second)
    await eventually("an attempt failed") { lab.time.sleeperCount >= 2 }
    lab.server.fail(with: nil)
    lab.time.advance(by: .seconds(2))
    let connection = try await waiting.value
    #expect(connection !== first && connection !== second)
    #expect(first.isClosed && second.isClosed)
    #expect(lab.server.mostOpen == 2)
  }

  // MARK: - Closing

  @Test func closingWaitsForWhatIsLent() async throws {
    let lab = PoolLab(size: 2)
    let lent = try await lab.pool.lease()
    let idle = try await lab.pool.lease()
    lab.pool.release(idle)
    let closing = Task { await lab.pool.close() }
    await eventually("what is idle is closed") { idle.isClosed }
    let error = await #expect(throws: SQLError.self) { try await lab.pool.lease() }
    #expect(error?.kind == .closed)
    #expect(lab.pool.leaseIdle() == nil)
    #expect(!lent.isClosed)
    lab.pool.release(lent)
    await closing.value
    #expect(lent.isClosed)
    #expect(lab.server.openCount == 0)
    await lab.pool.close()
  }

  @Test func closingEndsTheWaiting() async throws {
    let lab = PoolLab(size: 1)
    let lent = try await lab.pool.lease()
    let waiting = await lab.wait()
    let closing = Task { await lab.pool.close() }
    let error = await #expect(throws: SQLError.self) { try await waiting.value }
    #expect(error?.kind == .closed)
    lab.pool.discard(lent)
    await closing.value
    #expect(lab.server.openCount == 0)
  }

  @Test func aConnectionThatIsMadeWhileThePoolClosesIsClosed() async throws {
    let lab = PoolLab(size: 1)
    lab.server.hold()
    let waiting = await lab.wait()
    await eventually("it is being made") { lab.server.heldCount == 1 }
    let closing = Task { await lab.pool.close() }
    await #expect(throws: SQLError.self) { try await waiting.value }
    lab.server.letGo()
    await closing.value
    #expect(lab.server.openCount == 0)
    #expect(lab.pool.openCount == 0)
  }

  @Test func severalMayCloseAPoolAtOnce() async throws {
    let lab = PoolLab(size: 1)
    let lent = try await lab.pool.lease()
    let closings = (0..<4).map { _ in Task { await lab.pool.close() } }
    await Task.yield()
    lab.pool.release(lent)
    for closing in closings { await closing.value }
    #expect(lab.server.openCount == 0)
  }
}
