import AloftSQL
import Synchronization

/// What connections of tests are made by: it counts them, and can be out of reach.
final class FakeServer: Sendable {
  private struct State {
    var openCount = 0
    var mostOpen = 0
    var attempts = 0
    var failure: (any Error)?
    var failuresLeft = 0
    var isHolding = false
    var held: [CheckedContinuation<Void, Never>] = []
    var checks = 0
    var passesChecks = true
    var connections: [FakeConnection] = []
    var whileClosing: @Sendable () -> Void = {}
  }

  private let state = Mutex(State())

  var openCount: Int { state.withLock { $0.openCount } }
  var mostOpen: Int { state.withLock { $0.mostOpen } }
  var attempts: Int { state.withLock { $0.attempts } }
  var checks: Int { state.withLock { $0.checks } }
  var heldCount: Int { state.withLock { $0.held.count } }

  /// Why no connection can be made, if none can.
  func fail(with error: (any Error)?, times: Int = .max) {
    state.withLock { state in
      state.failure = error
      state.failuresLeft = times
    }
  }

  func passChecks(_ passes: Bool) { state.withLock { $0.passesChecks = passes } }

  /// Lets connections wait in the middle of their making.
  func hold() { state.withLock { $0.isHolding = true } }

  func letGo() {
    let held = state.withLock { state in
      state.isHolding = false
      defer { state.held = [] }
      return state.held
    }
    for continuation in held { continuation.resume() }
  }

  /// Does something while a connection is being closed and still open.
  func whileClosing(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.whileClosing = body } }

  /// Breaks all connections, as a restart does.
  func breakAll() { for connection in state.withLock({ $0.connections }) { connection.breakDown() } }

  func connect() async throws -> FakeConnection {
    state.withLock { $0.attempts += 1 }
    await withCheckedContinuation { continuation in
      let isHeld = state.withLock { state in
        if state.isHolding { state.held.append(continuation) }
        return state.isHolding
      }
      if !isHeld { continuation.resume() }
    }
    return try state.withLock { state in
      if let failure = state.failure, state.failuresLeft > 0 {
        state.failuresLeft -= 1
        throw failure
      }
      state.openCount += 1
      state.mostOpen = max(state.mostOpen, state.openCount)
      let connection = FakeConnection(self, number: state.attempts)
      state.connections.append(connection)
      return connection
    }
  }

  fileprivate func close(_ connection: FakeConnection) {
    state.withLock { $0.whileClosing }()
    state.withLock { state in
      state.openCount -= 1
      state.connections.removeAll { $0 === connection }
    }
  }

  fileprivate func check() -> Bool {
    state.withLock { state in
      state.checks += 1
      return state.passesChecks
    }
  }
}

final class FakeConnection: PooledConnection {
  private struct State {
    var isUsable = true
    var isClosed = false
    var userCount = 0
  }

  let number: Int
  private let server: FakeServer
  private let state = Mutex(State())

  init(_ server: FakeServer, number: Int) {
    self.server = server
    self.number = number
  }

  var isUsable: Bool { state.withLock { $0.isUsable } }
  var isClosed: Bool { state.withLock { $0.isClosed } }

  func breakDown() { state.withLock { $0.isUsable = false } }

  func check() async -> Bool { server.check() }

  func close() {
    let isFirst = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    if isFirst { server.close(self) }
  }

  /// Notes that somebody uses it; false if somebody else does, or it is closed.
  func begin() -> Bool {
    state.withLock { state in
      state.userCount += 1
      return state.userCount == 1 && !state.isClosed
    }
  }

  func end() { state.withLock { $0.userCount -= 1 } }
}
