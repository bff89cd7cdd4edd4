internal import AloftSQL
internal import CSQLite

/// `SQLITE_CONSTRAINT_FOREIGNKEY`.
let extendedForeignKeyCode: Int32 = 787

/// A code of SQLite, with what AloftSQL calls it.
struct SQLiteCode {
  /// The extended code.
  let number: Int32

  /// The code that the extended one is a kind of.
  var primary: Int32 { number & 0xFF }

  var kind: SQLError.Kind {
    switch number {
    case 517: .serializationFailure  // BUSY_SNAPSHOT
    case 787: .foreignKeyViolation
    case 275: .checkViolation
    case 1299: .notNullViolation
    case 1555, 2067, 2579: .uniqueViolation
    case 3091: .invalidValue  // CONSTRAINT_DATATYPE
    case 516: .transactionOver  // ABORT_ROLLBACK
    default: kindOfPrimary
    }
  }

  private var kindOfPrimary: SQLError.Kind {
    switch primary {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .locked
    case SQLITE_CONSTRAINT: .checkViolation
    case SQLITE_READONLY: .readOnly
    case SQLITE_PERM, SQLITE_AUTH: .permissionDenied
    case SQLITE_NOTADB, SQLITE_CORRUPT: .corrupted
    case SQLITE_FULL: .diskFull
    case SQLITE_IOERR: .inputOutput
    case SQLITE_CANTOPEN: .connectionFailed
    case SQLITE_TOOBIG, SQLITE_MISMATCH: .invalidValue
    case SQLITE_RANGE: .invalidStatement
    default: .other
    }
  }

  /// The name, as SQLite's documentation has it.
  var name: String {
    let primaryName = Self.names[primary] ?? "SQLITE_\(primary)"
    guard number != primary else { return primaryName }
    return Self.extendedNames[number].map { "\(primaryName)_\($0)" } ?? "\(primaryName) (\(number))"
  }

  private static let names: [Int32: String] = [
    1: "SQLITE_ERROR", 2: "SQLITE_INTERNAL", 3: "SQLITE_PERM", 4: "SQLITE_ABORT", 5: "SQLITE_BUSY", 6: "SQLITE_LOCKED",
    7: "SQLITE_NOMEM", 8: "SQLITE_READONLY", 9: "SQLITE_INTERRUPT", 10: "SQLITE_IOERR", 11: "SQLITE_CORRUPT",
    12: "SQLITE_NOTFOUND", 13: "SQLITE_FULL", 14: "SQLITE_CANTOPEN", 15: "SQLITE_PROTOCOL", 17: "SQLITE_SCHEMA",
    18: "SQLITE_TOOBIG", 19: "SQLITE_CONSTRAINT", 20: "SQLITE_MISMATCH", 21: "SQLITE_MISUSE", 22: "SQLITE_NOLFS",
    23: "SQLITE_AUTH", 25: "SQLITE_RANGE", 26: "SQLITE_NOTADB",
  ]

  private static let extendedNames: [Int32: String] = [
    261: "RECOVERY", 517: "SNAPSHOT", 773: "TIMEOUT", 262: "SHAREDCACHE", 516: "ROLLBACK", 264: "RECOVERY",
    520: "CANTLOCK", 776: "ROLLBACK", 1032: "DBMOVED", 1288: "CANTINIT", 1544: "DIRECTORY", 266: "READ",
    522: "SHORT_READ", 778: "WRITE", 1034: "FSYNC", 1290: "DIR_FSYNC", 1546: "TRUNCATE", 1802: "FSTAT",
    2058: "UNLOCK", 2314: "RDLOCK", 2570: "DELETE", 3338: "ACCESS", 3594: "CHECKRESERVEDLOCK", 3850: "LOCK",
    4106: "CLOSE", 4618: "SHMOPEN", 4874: "SHMSIZE", 5130: "SHMLOCK", 5386: "SHMMAP", 5642: "SEEK", 6410: "MMAP",
    8458: "CORRUPTFS", 267: "VTAB", 523: "SEQUENCE", 779: "INDEX", 526: "ISDIR", 782: "FULLPATH", 1550: "SYMLINK",
    275: "CHECK", 531: "COMMITHOOK", 787: "FOREIGNKEY", 1043: "FUNCTION", 1299: "NOTNULL", 1555: "PRIMARYKEY",
    1811: "TRIGGER", 2067: "UNIQUE", 2323: "VTAB", 2579: "ROWID", 2835: "PINNED", 3091: "DATATYPE",
  ]
}
