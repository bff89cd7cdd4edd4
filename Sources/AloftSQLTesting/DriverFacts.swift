public import AloftSQL

/// What is different from one kind of database to the next, as far as the cases have to know.
public struct DriverFacts: Sendable {
  /// Opens the database of the tests once more.
  public typealias Opening = @Sendable (DatabaseConfiguration) async throws -> Database

  /// What an error tells of a violated constraint.
  public enum ViolationPart: Sendable, Hashable, CaseIterable {
    /// The constraint's name.
    case constraint
    /// The table.
    case table
    /// Its columns.
    case columns
  }

  /// The type of columns that hold such values, in statements that create tables.
  public var columnType: @Sendable (SQLType) -> String
  /// What follows the name of a column that is the key and that the database numbers.
  public var generatedKey: String
  /// What is told of values that are there already.
  public var uniqueParts = Set(ViolationPart.allCases)
  /// What is told of rows that are referred to and not there.
  public var foreignKeyParts = Set(ViolationPart.allCases)
  /// What is told of conditions that do not hold.
  public var checkParts: Set<ViolationPart> = [.constraint, .table]
  /// What is told of values that are missing.
  public var notNullParts: Set<ViolationPart> = [.table, .columns]
  /// Whether zero has a sign in a table.
  public var keepsNegativeZero = true
  /// Whether others can read while a transaction writes.
  public var readsBesideWriting = true
  /// Whether a constraint can wait for the end of a transaction.
  public var hasDeferredConstraints = true
  /// Opens the database once more, with a configuration; for cases that need one of their own.
  ///
  /// It may be another database that is as empty, as it is for databases in memory.
  public var open: Opening

  /// Describes a kind of database; the properties say the rest.
  public init(columnType: @escaping @Sendable (SQLType) -> String, generatedKey: String, open: @escaping Opening) {
    self.columnType = columnType
    self.generatedKey = generatedKey
    self.open = open
  }

  /// What is known of SQLite.
  public static func sqlite(open: @escaping Opening) -> DriverFacts {
    var facts = DriverFacts(columnType: sqliteType, generatedKey: "integer primary key", open: open)
    facts.keepsNegativeZero = false
    return facts
  }

  private static func sqliteType(_ type: SQLType) -> String {
    switch type {
    case .bool, .integer, .duration: "integer"
    case .real: "real"
    case .decimal: "text collate decimal"
    case .text, .uuid, .date, .day, .timeOfDay, .json: "text"
    case .bytes, .array: "blob"
    }
  }

  /// What is known of PostgreSQL.
  public static func postgres(open: @escaping Opening) -> DriverFacts {
    DriverFacts(
      columnType: postgresType, generatedKey: "bigint generated always as identity primary key", open: open)
  }

  private static func postgresType(_ type: SQLType) -> String {
    switch type {
    case .bool: "boolean"
    case .integer(let bits): bits <= 16 ? "smallint" : bits <= 32 ? "integer" : "bigint"
    case .real: "double precision"
    case .decimal: "numeric"
    case .text: "text"
    case .bytes: "bytea"
    case .uuid: "uuid"
    case .date: "timestamptz"
    case .day: "date"
    case .timeOfDay: "time"
    case .duration: "interval"
    case .json: "jsonb"
    case .array(let element): "\(postgresType(element))[]"
    }
  }
}
