public import AloftCore
public import Logging

/// What databases of all kinds have in common: limits, and who follows what is run.
public struct DatabaseConfiguration: Sendable {
  /// The most connections that are open at once.
  public var poolSize = 10
  /// How long a statement or a transaction waits for a connection, and for a database that can't be reached.
  public var waitLimit = Duration.seconds(10)
  /// How long a statement may run; `nil` for as long as it takes.
  public var statementTimeLimit: Duration? = .seconds(30)
  /// From which duration on a statement is warned of; `nil` for never.
  public var slowStatement: Duration? = .milliseconds(500)
  /// Called after each statement, on the task that ran it.
  public var observer: (@Sendable (StatementReport) -> Void)?
  /// Whether reports hold the values of statements, which may be somebody's.
  public var reportsValues = false
  /// Where warnings go.
  public var logger = Logger(label: "aloft.sql")

  /// The standard: ten connections, and limits that no page should reach.
  public init() {}
}

/// A statement that was run: what, where, for how long.
public struct StatementReport: Sendable {
  /// The text, with placeholders.
  public let text: String
  /// The values; `nil` unless the configuration lets reports hold them.
  public let values: [SQLParameter]?
  /// Where it was written.
  public let place: SourcePlace
  /// From the call to the last row, waiting for a connection included.
  public let duration: Duration
  /// How many rows were read; `nil` if it failed.
  public let rowCount: Int?
  /// How many statements it stands for: a batch is told of once, with the text of its first.
  public let statementCount: Int
  /// Why it failed: an ``SQLError``, or `CancellationError` where its task was cancelled.
  public let error: (any Error)?
  /// The name of the database.
  public let database: String
}
