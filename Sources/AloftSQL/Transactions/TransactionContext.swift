internal import AloftCore
internal import Synchronization

/// What the tasks within a transaction know of it: of which database it is and where it was begun.
final class TransactionContext: Sendable {
  /// What runs after a commit.
  typealias Hook = @Sendable () async -> Void

  @TaskLocal static var current: TransactionContext?
  /// The innermost part of a transaction that the current task is in.
  @TaskLocal static var part: TransactionPart?

  private struct State {
    var isOpen = true
    /// Why a part of it that failed could not be undone.
    var breaking: (any Error)?
    /// The parts that are open, the innermost last: the database knows them as a stack.
    var parts: [TransactionPart] = []
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
  func becomeBroken(by error: any Error) { state.withLock { $0.breaking = $0.breaking ?? error } }

  func refuseIfBroken(_ place: SourcePlace) throws {
    guard let cause = state.withLock({ $0.breaking }) else { return }
    // Whoever acts upon a connection that broke has to see it, also behind an error of his own that he caught.
    if let cause = cause as? SQLError, cause.kind == .connectionLost || cause.kind == .connectionFailed { throw cause }
    throw SQLError(
      .transactionOver, "a part of the transaction failed and could not be undone; all of it is rolled back",
      place: place, otherPlace: self.place)
  }

  /// Begins a part within that which the current task is in.
  ///
  /// - Throws: ``SQLError`` if another one is open there, of a task beside this one: they would undo each other.
  func beginPart(at place: SourcePlace) throws -> TransactionPart {
    try state.withLock { state in
      var around = Self.part
      // A task that outlives a part, or is in one of another transaction, still carries it.
      while let part = around, !state.parts.contains(where: { $0 === part }) { around = part.outer }
      if let other = state.parts.last, other !== around {
        throw SQLError(
          .insideTransaction, "another part of the transaction is open",
          fix: "let it end first, or begin this one within it", place: place, otherPlace: other.place)
      }
      // No other one that is open has its name: some databases forget the first of a name.
      let part = TransactionPart(name: "aloft_\(state.parts.count + 1)", place: place, outer: Self.part)
      state.parts.append(part)
      return part
    }
  }

  func end(_ part: TransactionPart) { state.withLock { state in state.parts.removeAll { $0 === part } } }

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
