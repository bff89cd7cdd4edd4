import AloftSQL
import Testing

@Suite struct ConnectionPoolTests {
  @Test func connectionsAreMadeWhenTheyAreNeeded() async throws {
    let lab = PoolLab(size: 3)
    #expect(lab.pool.openCount == 0)
    #expect(lab.server.attempts == 0)
    let first = try await lab.pool.lease()
    #expect(lab.pool.openCount == 1)
    let second = try await lab.pool.lease()
    #expect(first !== second)
    #expect(lab.server.openCount == 2)
  }

  @Test func theConnectionUsedLastIsTheNext() async throws {
    let lab = PoolLab(size: 3)
    let first = try await lab.pool.lease()
    let second = try await lab.pool.lease()
    lab.pool.release(second)
    lab.pool.release(first)
    #expect(try await lab.pool.lease() === first)
    #expect(try await lab.pool.lease() === second)
    #expect(lab.server.attempts == 2)
  }

  @Test func aSizeBelowOneIsOne() async throws {
    let lab = PoolLab(size: 0)
    _ = try await lab.pool.lease()
    #expect(lab.pool.openCount == 1)
  }

  @Test func theFirstWhoWaitsIsTheFirstToBeServed() async throws {
    let lab = PoolLab(size: 1)
    let connection = try await lab.pool.lease()
    var waiting: [Task<FakeConnection, any Error>] = []
    for _ in 0..<10 { waiting.append(await lab.wait()) }
    for (index, task) in waiting.enumerated() {
      lab.pool.release(connection)
      #expect(try await task.value === connection)
      // The others still wait.
      #expect(lab.pool.waitingCount == waiting.count - index - 1)
    }
    #expect(lab.server.attempts == 1)
  }

  @Test func whoWaitsTooLongIsToldThatAllAreInUse() async throws {
    let lab = PoolLab(size: 1, waitLimit: .seconds(5))
    let connection = try await lab.pool.lease()
    let waiting = await lab.wait()
    lab.time.advance(by: .seconds(5))
    let error = await #expect(throws: SQLError.self) { try await waiting.value }
    #expect(error?.kind == .poolExhausted)
    #expect(error?.message == "no connection became free within 5.0 seconds: all 1 are in use")
    lab.pool.release(connection)
    #expect(try await lab.pool.lease() === connection)
  }

  @Test func aWaitLimitOfZeroEndsTheWaiting() async throws {
    let lab = PoolLab(size: 1, waitLimit: .zero)
    lab.server.hold()
    let kinds = await withTaskGroup(of: [SQLError.Kind?].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var kinds: [SQLError.Kind?] = []
          for _ in 0..<500 {
            do { _ = try await lab.pool.lease() } catch { kinds.append((error as? SQLError)?.kind) }
          }
          return kinds
        }
      }
      return await group.reduce([], +)
    }
    #expect(kinds == Array(repeating: .poolExhausted, count: 4_000))
    lab.server.letGo()
  }

  @Test func aDiscardedConnectionMakesPlaceForAnother() async throws {
    let lab = PoolLab(size: 1)
    let first = try await lab.pool.lease()
    let waiting = await lab.wait()
    lab.pool.discard(first)
    let second = try await waiting.value
    #expect(first.isClosed)
    #expect(second !== first)
    #expect(lab.server.mostOpen == 1)
  }

  @Test func aConnectionThatComesBackBrokenIsClosed() async throws {
    let lab = PoolLab(size: 1)
    let first = try await lab.pool.lease()
    let waiting = await lab.wait()
    first.breakDown()
    lab.pool.release(first)
    #expect(try await waiting.value !== first)
    #expect(first.isClosed)
    #expect(lab.server.mostOpen == 1)
  }

  @Test func aConnectionThatNobodyWaitsForAnyMoreIsIdle() async throws {
    let lab = PoolLab(size: 1, waitLimit: .seconds(5))
    lab.server.hold()
    let waiting = await lab.wait()
    await eventually("it is being made") { lab.server.heldCount == 1 }
    lab.time.advance(by: .seconds(5))
    await #expect(throws: SQLError.self) { try await waiting.value }
    lab.server.letGo()
    await eventually("it is there") { lab.server.openCount == 1 }
    await eventually("it can be lent") { lab.pool.leaseIdle() != nil }
    #expect(lab.pool.openCount == 1)
  }

  // MARK: - Cancellation

  @Test func aCancelledTaskDoesNotWait() async throws {
    let lab = PoolLab(size: 1)
    _ = try await lab.pool.lease()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await lab.pool.lease()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func whoIsCancelledWhileWaitingLeavesTheConnectionToTheNext() async throws {
    let lab = PoolLab(size: 1)
    let connection = try await lab.pool.lease()
    let first = await lab.wait()
    let second = await lab.wait()
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    lab.pool.release(connection)
    #expect(try await second.value === connection)
  }

  @Test func whoIsCancelledWhileWaitingTakesNoConnectionAlong() async throws {
    let lab = PoolLab(size: 1)
    let connection = try await lab.pool.lease()
    for _ in 0..<20 {
      let waiting = await lab.wait()
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
    }
    lab.pool.release(connection)
    #expect(lab.pool.leaseIdle() === connection)
    lab.time.advance(by: .seconds(10))
    await eventually("nobody looks at limits any more") { lab.time.sleeperCount == 0 }
    #expect(lab.server.attempts == 1)
  }
}
