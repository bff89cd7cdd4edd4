internal import AloftSQL
internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A result of libpq, freed when nobody needs it.
// Unchecked because the compiler can't see that nothing changes a result once libpq has given it.
final class PostgresResult: @unchecked Sendable {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { PQclear(pointer) }

  var status: ExecStatusType { PQresultStatus(pointer) }

  /// How many rows the command changed, as its tag says; 0 for what changes none.
  var changedRowCount: Int {
    // The tag of a query counts what was read. In C's texts, since a batch asks for thousands.
    if strncmp(PQcmdStatus(pointer), "SELECT", 6) == 0 { return 0 }
    return strtol(PQcmdTuples(pointer), nil, 10)
  }

  /// The command that was done, such as `ROLLBACK`.
  var commandTag: String { String(cString: PQcmdStatus(pointer)) }

  var error: SQLError { SQLError(postgres: self) }

  func field(_ code: Character) -> String? {
    guard let ascii = code.asciiValue, let text = PQresultErrorField(pointer, Int32(ascii)) else { return nil }
    return String(cString: text)
  }

  static func firstLine(_ text: String) -> String {
    var line = String(text.prefix { !$0.isNewline })
    while line.last?.isWhitespace == true { line.removeLast() }
    return line
  }
}
