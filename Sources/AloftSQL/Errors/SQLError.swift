public import AloftCore

/// What went wrong with a database: the kind, to act upon, and a message for whoever has to mend it.
public struct SQLError: Error, Sendable, CustomStringConvertible {
  /// The kinds of errors, alike on all databases.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A value is there already that may be there once.
    case uniqueViolation
    /// A row is referred to that is not there, or one is taken away that others refer to.
    case foreignKeyViolation
    /// A condition of the table does not hold.
    case checkViolation
    /// NULL, or no value, where one is needed.
    case notNullViolation
    /// Rows exclude each other.
    case exclusionViolation
    /// A value that the column can't hold: too long, too large, of another form.
    case invalidValue
    /// The text of the statement has no sense, or names what is not there.
    case invalidStatement
    /// A value of the result is not of the type that was asked for.
    case wrongType
    /// NULL where the type that was asked for has no place for it.
    case unexpectedNull
    /// Fewer columns than the type that was asked for reads.
    case missingColumn
    /// More columns than the type that was asked for reads.
    case surplusColumn
    /// No row where one was asked for.
    case noRow
    /// Several rows where one was asked for.
    case tooManyRows
    /// Another transaction stood in the way; the whole transaction may be tried again.
    case serializationFailure
    /// Transactions waited for each other; the whole transaction may be tried again.
    case deadlock
    /// The database is locked by somebody else, longer than was waited for.
    case locked
    /// The statement took longer than it may.
    case timedOut
    /// No connection became free within the time one is waited for.
    case poolExhausted
    /// The connection could not be made, or broke before the statement was sent.
    case connectionFailed
    /// The connection broke while the statement ran: whether it did anything is not known.
    case connectionLost
    /// The name or the password is wrong, or this role may not connect.
    case authenticationFailed
    /// There is no database, file or host of the name.
    case notFound
    /// The role or the file does not allow it.
    case permissionDenied
    /// The database can only be read.
    case readOnly
    /// The disk, or what the database may take of it, is full.
    case diskFull
    /// The file is damaged, or not one of this database.
    case corrupted
    /// The disk or the file system failed.
    case inputOutput
    /// The database was used while a transaction of it was open in the same task.
    case insideTransaction
    /// The transaction is over, or failed and can only be rolled back.
    case transactionOver
    /// The database was closed.
    case closed
    /// The database can't do what was asked for.
    case unsupported
    /// The configuration has no sense.
    case invalidConfiguration
    /// Something else.
    case other
  }

  /// The kind.
  public let kind: Kind
  /// What happened, as a sentence without its full stop; it holds no value of a statement.
  public let message: String
  /// What to do about it, where that can be said.
  public let fix: String?
  /// The database's own code: an SQLSTATE of PostgreSQL, the name of an extended code of SQLite.
  public let code: String?
  /// What the database says beyond the message; it may hold values.
  public let detail: String?
  /// The constraint's name, where there is one and the database tells.
  public let constraint: String?
  /// The table that a violated constraint belongs to.
  public let table: String?
  /// The columns of a violated constraint, in its order; the column of a value that was not what was asked for.
  public let columns: [String]
  /// The row of the result, counted from 1.
  public let row: Int?
  /// Where the statement was written.
  public internal(set) var place: SourcePlace?
  /// Where the transaction was begun that stands in the way.
  public let otherPlace: SourcePlace?
  /// The text of the statement, without its values.
  public internal(set) var statement: String?

  /// Describes an error; see the properties for what each part says.
  public init(
    _ kind: Kind, _ message: String, fix: String? = nil, code: String? = nil, detail: String? = nil,
    constraint: String? = nil, table: String? = nil, columns: [String] = [], column: String? = nil, row: Int? = nil,
    place: SourcePlace? = nil, otherPlace: SourcePlace? = nil, statement: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.fix = fix
    self.code = code
    self.detail = detail
    self.constraint = constraint
    self.table = table
    self.columns = column.map { [$0] } ?? columns
    self.row = row
    self.place = place
    self.otherPlace = otherPlace
    self.statement = statement
  }

  /// Whether it makes sense to run the whole transaction once more.
  public var isRetryable: Bool { kind == .serializationFailure || kind == .deadlock }

  /// The error with the place and the text of a statement, unless it has its own.
  func at(_ statement: Statement) -> SQLError { located(at: statement.place, in: statement.text) }

  /// The error with the place and the text of a statement, unless it has its own; for what drivers offer beyond the
  /// contract.
  public func located(at place: SourcePlace? = nil, in statement: String) -> SQLError {
    var error = self
    if error.place == nil { error.place = place }
    if error.statement == nil { error.statement = statement }
    return error
  }

  /// Place, message, statement and fix, on several lines; without ``detail``, which may hold values.
  public var description: String {
    var text = place.map { "\($0): " } ?? ""
    text += message
    if let code { text += " [\(code)]" }
    if let statement { text += "\n    in: \(Self.shortened(statement))" }
    if let otherPlace { text += "\n    transaction: \(otherPlace)" }
    if let fix { text += "\n    fix: \(fix)" }
    return text
  }

  private static func shortened(_ statement: String) -> String {
    let line = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 400 ? "\(line.prefix(400))…" : line
  }
}
