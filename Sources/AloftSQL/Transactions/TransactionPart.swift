internal import AloftCore

/// A part of a transaction that is open: a savepoint.
final class TransactionPart: Sendable {
  let name: String
  /// Where it was begun.
  let place: SourcePlace
  /// The part that the task was in when it began.
  let outer: TransactionPart?

  init(name: String, place: SourcePlace, outer: TransactionPart?) {
    self.name = name
    self.place = place
    self.outer = outer
  }
}
