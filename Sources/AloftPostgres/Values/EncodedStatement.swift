internal import AloftSQL
internal import CPostgres

/// A statement as libpq takes it: the values in one run of bytes, in the forms that PostgreSQL reads.
struct EncodedStatement: Sendable {
  let text: String
  /// The text that errors show: what was asked for, not what is around it.
  let shownText: String
  private(set) var types: [Oid] = []
  private var bytes: [UInt8] = []
  /// Where each value begins in `bytes`; -1 for NULL.
  private var starts: [Int] = []
  private var lengths: [Int32] = []
  /// 0 for text, 1 for binary.
  private var formats: [Int32] = []
  /// Whether it is worth a name in the server: not what is run once, as the statements that transactions consist of.
  let isPreparable: Bool

  /// A statement without values that is not prepared.
  init(text: String) {
    self.text = text
    shownText = text
    isPreparable = false
  }

  /// - Throws: ``SQLError`` if the text or a value can't be sent.
  init(_ statement: Statement) throws {
    text = statement.text
    shownText = text
    isPreparable = true
    guard !text.utf8.contains(0) else {
      throw SQLError(.invalidStatement, "the statement has a zero byte in it")
    }
    if LeadingKeyword.of(text) == "copy" {
      throw SQLError(.unsupported, "a statement can't copy", fix: "use copyIn or copyOut")
    }
    guard statement.values.count <= 65_535 else {
      throw SQLError(
        .invalidStatement, "the statement has \(statement.values.count) values; PostgreSQL takes 65,535",
        fix: "send an array, `= any(\\(values))`, or several statements")
    }
    types.reserveCapacity(statement.values.count)
    starts.reserveCapacity(statement.values.count)
    lengths.reserveCapacity(statement.values.count)
    formats.reserveCapacity(statement.values.count)
    for (index, value) in statement.values.enumerated() {
      do {
        try append(value)
      } catch let error as SQLError {
        throw SQLError(error.kind, "value \(index + 1) can't be sent: \(error.message)", fix: error.fix)
      }
    }
  }

  private init(_ other: EncodedStatement, text: String) {
    self.text = text
    shownText = other.text
    types = other.types
    bytes = other.bytes
    starts = other.starts
    lengths = other.lengths
    formats = other.formats
    isPreparable = false
  }

  /// The statement as that of a cursor.
  func declaring(cursor name: String) -> EncodedStatement {
    EncodedStatement(self, text: "declare \(name) no scroll cursor for \(text)")
  }

  private mutating func append(_ value: SQLParameter) throws {
    let start = bytes.count
    let (type, isBinary) = try PostgresEncoding.append(value, to: &bytes)
    types.append(type)
    if case .null = value {
      starts.append(-1)
      lengths.append(0)
      formats.append(0)
    } else {
      guard let length = Int32(exactly: bytes.count - start) else {
        throw SQLError(.invalidValue, "it has more than two gigabytes")
      }
      starts.append(start)
      lengths.append(length)
      formats.append(isBinary ? 1 : 0)
      // libpq looks for the end of what is sent as text.
      if !isBinary { bytes.append(0) }
    }
  }

  // MARK: - Sending

  func sendPreparation(_ connection: OpaquePointer, _ name: String) -> Bool {
    PQsendPrepare(connection, name, text, Int32(types.count), types) == 1
  }

  func sendPrepared(_ connection: OpaquePointer, _ name: String) -> Bool {
    withValues { values in
      PQsendQueryPrepared(connection, name, Int32(types.count), values, lengths, formats, 1) == 1
    }
  }

  func sendUnprepared(_ connection: OpaquePointer) -> Bool {
    withValues { values in
      PQsendQueryParams(connection, text, Int32(types.count), types, values, lengths, formats, 1) == 1
    }
  }

  private func withValues(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Bool) -> Bool {
    if starts.isEmpty { return body(nil) }
    return bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: starts.count) { pointers in
        // An empty value needs a pointer as well: without one it would be NULL.
        let base = bytes.baseAddress ?? UnsafeRawPointer(pointers.baseAddress.unsafelyUnwrapped)
        for (index, start) in starts.enumerated() {
          pointers[index] = start < 0 ? nil : (base + start).assumingMemoryBound(to: CChar.self)
        }
        return body(UnsafePointer(pointers.baseAddress))
      }
    }
  }
}
