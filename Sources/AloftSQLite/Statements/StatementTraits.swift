/// What SQLite's compiler met in a statement that the driver has to know.
struct StatementTraits: OptionSet, Sendable {
  let rawValue: UInt8

  /// `begin`, `commit` or `rollback`.
  static let transaction = StatementTraits(rawValue: 1)
  /// `savepoint`, `release` or `rollback to`.
  static let savepoint = StatementTraits(rawValue: 2)
  /// A pragma, which is not always allowed within a transaction.
  static let pragma = StatementTraits(rawValue: 4)
  /// `attach` or `detach`.
  static let attach = StatementTraits(rawValue: 8)
  /// A function whose time nobody knows, such as a regular expression.
  static let slowFunction = StatementTraits(rawValue: 16)
  /// `vacuum`, which no transaction may hold.
  static let vacuum = StatementTraits(rawValue: 32)
}
