internal import AloftSQL
internal import CPostgres

/// A statement as libpq takes it: the values in one run of bytes, in the forms that PostgreSQL reads.
struct EncodedStatement: Sendable {
  /// Where a value lies in the bytes.
  private struct Place {
    /// -1 for NULL.
    let start: Int
    let length: Int32
    let isBinary: Bool
  }

  let text: String
  /// The text that errors show: what was asked for, not what is around it.
  let shownText: String
  private(set) var types: [Oid] = []
  private var bytes: [UInt8] = []
  private var places: [Place] = []
  /// Whether it only reads, as far as its first word tells: others wait for the disk when they are committed.
  let onlyReads: Bool
  /// Whether it is worth a name in the server: not what is run once, as the statements that transactions consist of.
  let isPreparable: Bool

  /// A statement without values that is not prepared.
  init(text: String) {
    self.text = text
    shownText = text
    isPreparable = false
    onlyReads = false
  }

  /// - Throws: ``SQLError`` if the text or a value can't be sent.
  init(_ statement: Statement) throws {
    text = statement.text
    shownText = text
    isPreparable = true
    guard !text.utf8.contains(0) else {
      throw SQLError(.invalidStatement, "the statement has a zero byte in it")
    }
    let keyword = text.utf8.starts(with: "select ".utf8) ? "select" : LeadingKeyword.of(text)
    onlyReads = Self.readingKeywords.contains(keyword)
    if keyword == "copy" {
      throw SQLError(.unsupported, "a statement can't copy", fix: "use copyIn or copyOut")
    }
    guard statement.values.count <= 65_535 else {
      throw SQLError(
        .invalidStatement, "the statement has \(statement.values.count) values; PostgreSQL takes 65,535",
        fix: "send an array, `= any(\\(values))`, or several statements")
    }
    try append(statement.values)
  }

  private init(_ other: EncodedStatement, text: String) {
    self.text = text
    shownText = other.text
    types = other.types
    bytes = other.bytes
    places = other.places
    isPreparable = false
    onlyReads = true
  }

  private static let readingKeywords: Set<String> = ["select", "with", "values", "table", "show", "explain"]

  /// The statement as that of a cursor.
  func declaring(cursor name: String) -> EncodedStatement {
    EncodedStatement(self, text: "declare \(name) no scroll cursor for \(text)")
  }

  private mutating func append(_ values: [SQLParameter]) throws {
    guard !values.isEmpty else { return }
    types.reserveCapacity(values.count)
    places.reserveCapacity(values.count)
    bytes.reserveCapacity(values.count * 16)
    for (index, value) in values.enumerated() {
      do {
        try append(value)
      } catch let error as SQLError {
        throw SQLError(error.kind, "value \(index + 1) can't be sent: \(error.message)", fix: error.fix)
      }
    }
  }

  private mutating func append(_ value: SQLParameter) throws {
    let start = bytes.count
    let (type, isBinary) = try PostgresEncoding.append(value, to: &bytes)
    types.append(type)
    if case .null = value {
      places.append(Place(start: -1, length: 0, isBinary: false))
      return
    }
    guard let length = Int32(exactly: bytes.count - start) else {
      throw SQLError(.invalidValue, "it has more than two gigabytes")
    }
    places.append(Place(start: start, length: length, isBinary: isBinary))
    // libpq looks for the end of what is sent as text.
    if !isBinary { bytes.append(0) }
  }

  // MARK: - Sending

  func sendPreparation(_ connection: OpaquePointer, _ name: String) -> Bool {
    PQsendPrepare(connection, name, text, Int32(types.count), types) == 1
  }

  func sendPrepared(_ connection: OpaquePointer, _ name: String) -> Bool {
    withValues { values, lengths, formats in
      PQsendQueryPrepared(connection, name, Int32(types.count), values, lengths, formats, 1) == 1
    }
  }

  func sendUnprepared(_ connection: OpaquePointer) -> Bool {
    withValues { values, lengths, formats in
      PQsendQueryParams(connection, text, Int32(types.count), types, values, lengths, formats, 1) == 1
    }
  }

  private typealias Values = UnsafePointer<UnsafePointer<CChar>?>?
  private typealias Numbers = UnsafePointer<Int32>?

  private func withValues(_ body: (_ values: Values, _ lengths: Numbers, _ formats: Numbers) -> Bool) -> Bool {
    if places.isEmpty { return body(nil, nil, nil) }
    return bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: places.count) { pointers in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: places.count * 2) { numbers in
          // An empty value needs a pointer as well, to anything: without one it would be NULL.
          guard let base = bytes.baseAddress ?? UnsafeRawPointer(pointers.baseAddress) else { return false }
          for (index, place) in places.enumerated() {
            pointers[index] = place.start < 0 ? nil : (base + place.start).assumingMemoryBound(to: CChar.self)
            numbers[index] = place.length
            numbers[places.count + index] = place.isBinary ? 1 : 0
          }
          let lengths = numbers.baseAddress.map { UnsafePointer($0) }
          return body(UnsafePointer(pointers.baseAddress), lengths, lengths.map { $0 + places.count })
        }
      }
    }
  }
}
