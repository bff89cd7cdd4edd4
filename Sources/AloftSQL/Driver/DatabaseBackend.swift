public import AloftCore

/// What reads a result on the driver's side: it may run on another thread than the caller's, and more than once.
public typealias RowReading<Output> = @Sendable (RowCursor) throws -> Output

/// What is handed the rows of a result; as ``RowReading``, for drivers, who need not know what is made of the rows.
///
/// Were they generic, each statement would look for types at run time: a sixth of its time, in a profile.
public typealias RowVisit = RowReading<Void>

/// An open database, as a driver makes it. All that users have, `Database` and `Transaction`, stands on this.
///
/// A driver for another database conforms to this, to ``DatabaseSession`` and to ``RowSource``, and offers functions that
/// make a ``Database`` of it. `AloftSQLTesting` has the cases that every driver must pass.
public protocol DatabaseBackend: StatementRunner {
  /// How the database writes what databases write differently.
  var dialect: SQLDialect { get }

  /// Runs statements as one transaction: all of them or none.
  ///
  /// - Returns: How many rows each of them changed.
  func runBatch(_ statements: [Statement]) async throws -> [Int]

  /// Runs a query whose rows are fetched as they are needed.
  func open(_ statement: Statement) async throws -> any RowSource

  /// Begins a transaction.
  ///
  /// - Parameters:
  ///   - options: Its properties.
  ///   - place: Where it was written.
  func begin(_ options: TransactionOptions, place: SourcePlace) async throws -> any DatabaseSession

  /// Runs a text of several statements without values, such as a schema.
  func runScript(_ text: String, place: SourcePlace) async throws

  /// Closes the database: waits for what is in flight, and refuses what comes later.
  func close() async
}

/// A connection with an open transaction; its statements run one after the other.
public protocol DatabaseSession: AnyObject, StatementRunner {
  /// Runs statements, until one of them fails.
  ///
  /// - Returns: How many rows each of them changed.
  func runBatch(_ statements: [Statement]) async throws -> [Int]

  /// Runs a query whose rows are fetched as they are needed.
  func open(_ statement: Statement) async throws -> any RowSource

  /// Ends the transaction with everything it did, and gives the connection back, also on an error.
  func commit() async throws

  /// Ends the transaction with nothing done, and gives the connection back. Works in a cancelled task too.
  func rollback() async
}

/// The rows of a query that are fetched in parts.
public protocol RowSource: AnyObject, Sendable {
  /// Fetches the next part.
  ///
  /// - Parameter visit: Is handed its rows.
  /// - Returns: Whether there was one; `false` once there are no more rows.
  func visitNext(_ visit: @escaping RowVisit) async throws -> Bool

  /// Ends the query; whatever it holds is given back, now or soon.
  func close()
}
