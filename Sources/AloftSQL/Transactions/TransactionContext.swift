internal import AloftCore
internal import Synchronization

/// What the tasks within a transaction know of it: of which database it is and where it was begun.
final class TransactionContext: Sendable {
  /// What runs after a commit.
  typealias Hook = @Sendable () async -> Void

  @TaskLocal static var current: TransactionContext?

  private struct State {
    var isOpen = true
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
