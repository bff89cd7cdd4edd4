internal import AloftCore
internal import Synchronization

/// What the tasks within a transaction know of it: of which database it is and where it was begun.
final class TransactionContext: Sendable {
  /// What runs after a commit.
  typealias Hook = @Sendable () async -> Void

  @TaskLocal static var current: TransactionContext?

  private struct State {
    var isOpen = true
    var isBroken = false
    var savepointCount = 0
    var hooks: [Hook] = []
  }

  let database: ObjectIdentifier
  let place: SourcePlace
  /// That of another database, around this one.
  private let outer: TransactionContext?
  private let state = Mutex(State())

  init(database: ObjectIdentifier, place: SourcePlace, outer: TransactionContext?) {
    self.database = database
    self.place = place
    self.outer = outer
  }

  /// The transaction of a database that is open around the current task.
  static func open(of database: ObjectIdentifier) -> TransactionContext? {
    var context = current
    while let found = context {
      // A task that outlives the transaction it began in still carries it.
      if found.database == database, found.isOpen { return found }
      context = found.outer
    }
    return nil
  }

  var isOpen: Bool { state.withLock { $0.isOpen } }

  func end() { state.withLock { $0.isOpen = false } }

  /// Notes that a part of it failed and could not be undone.
  func becomeBroken() { state.withLock { $0.isBroken = true } }

  func refuseIfBroken(_ place: SourcePlace) throws {
    guard state.withLock({ $0.isBroken }) else { return }
    throw SQLError(
      .transactionOver, "a part of the transaction failed and could not be undone; all of it is rolled back",
      place: place, otherPlace: self.place)
  }

  /// The name of a new savepoint. No other one has it that is open: some databases forget the first of a name.
  func beginSavepoint() -> String {
    state.withLock { state in
      state.savepointCount += 1
      return "aloft_\(state.savepointCount)"
    }
  }

  func endSavepoint() { state.withLock { $0.savepointCount -= 1 } }

  func add(_ hook: @escaping Hook) { state.withLock { $0.hooks.append(hook) } }

  var hookCount: Int { state.withLock { $0.hooks.count } }

  /// Forgets the hooks that were added since there were so many.
  func dropHooks(after count: Int) { state.withLock { $0.hooks.removeSubrange(min(count, $0.hooks.count)...) } }

  func takeHooks() -> [Hook] {
    state.withLock { state in
      defer { state.hooks = [] }
      return state.hooks
    }
  }
}
