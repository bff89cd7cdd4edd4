internal import AloftSQL

/// Rows in the text form of PostgreSQL's `copy`: a line each, tabs between values.
enum CopyText {
  /// Adds a row.
  ///
  /// - Throws: ``SQLError`` if PostgreSQL has no such value.
  static func append(_ row: [SQLParameter], to bytes: inout [UInt8]) throws {
    for (index, value) in row.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "\t")) }
      if case .null = value {
        bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
        continue
      }
      for byte in try PostgresEncoding.text(of: value).utf8 {
        switch byte {
        case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
        case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
        case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
        default: bytes.append(byte)
        }
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}
