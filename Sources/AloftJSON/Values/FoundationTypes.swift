#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension JSONReader {
  /// The point in time that the value is, as the options say: in ISO 8601 unless set.
  ///
  /// - Returns: The seconds since 2001-01-01T00:00:00Z, as `Date(timeIntervalSinceReferenceDate:)` takes them.
  /// - Throws: A ``JSONError`` if it is no date.
  public func secondsSince2001() throws(JSONError) -> Double {
    switch coding.dates {
    case .secondsSince1970: return try double() - Timestamp.secondsTo2001
    case .millisecondsSince1970: return try double() / 1000 - Timestamp.secondsTo2001
    case .iso8601:
      guard let time = try withText("a date in a string", { Timestamp($0)?.secondsSince2001 }) else {
        throw invalid("Expected a date such as 2026-03-01T12:00:00Z, but found '\(try string().shortened)'")
      }
      return time
    }
  }

  /// The bytes that the value is in Base64 (RFC 4648, section 4).
  ///
  /// - Throws: A ``JSONError`` if it is not Base64.
  public func base64() throws(JSONError) -> [UInt8] {
    guard let bytes = try withText("bytes in Base64, in a string", Base64.read) else {
      throw invalid("Expected bytes in Base64, with padding and without blanks")
    }
    return bytes
  }
}

extension JSONWriter {
  /// Writes bytes in Base64 (RFC 4648, section 4), in a string.
  ///
  /// - Parameter bytes: The bytes.
  public mutating func base64(_ bytes: [UInt8]) {
    let count = Base64.encodedCount(bytes.count) + 2
    bytes.withUnsafeBytes { bytes in
      scalar(upTo: count) { target in
        target[0] = UInt8(ascii: "\"")
        Base64.write(bytes, to: target + 1)
        target[count - 1] = UInt8(ascii: "\"")
        return count
      }
    }
  }
}

/// A point in time as JSON has it.
package enum JSONDate {
  /// Reads RFC 3339's form of ISO 8601, `2026-03-01T12:00:00Z`.
  ///
  /// - Returns: The seconds since 2001-01-01T00:00:00Z; `nil` for what is no date.
  package static func secondsSince2001(_ text: String) -> Double? {
    Timestamp(Array(text.utf8).span)?.secondsSince2001
  }
}

extension UUID: JSONWritable {
  /// Writes the identifier in RFC 9562's form, 36 characters in lower case.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) {
    withUnsafeBytes(of: uuid) { bytes in
      json.scalar(upTo: 38) { target in
        var end = 1
        target[0] = UInt8(ascii: "\"")
        for (index, byte) in bytes.enumerated() {
          if index == 4 || index == 6 || index == 8 || index == 10 {
            target[end] = UInt8(ascii: "-")
            end += 1
          }
          target[end] = Self.digit(byte >> 4)
          target[end + 1] = Self.digit(byte & 15)
          end += 2
        }
        target[end] = UInt8(ascii: "\"")
        return end + 1
      }
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }
}

extension UUID: JSONReadable {
  /// Reads an identifier in RFC 9562's form, 36 characters in lower or upper case.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none.
  public init(json: JSONReader) throws {
    guard let uuid = try json.withText("an identifier (UUID) in a string", Self.read) else {
      throw json.invalid("Expected an identifier (UUID) of 36 characters, but found '\(try json.string().shortened)'")
    }
    self.init(uuid: uuid)
  }

  private static func read(_ text: Span<UInt8>) -> uuid_t? {
    guard text.count == 36 else { return nil }
    var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    let isWhole = withUnsafeMutableBytes(of: &uuid) { bytes in
      var index = 0
      for position in 0..<16 {
        if position == 4 || position == 6 || position == 8 || position == 10 {
          guard text[index] == UInt8(ascii: "-") else { return false }
          index += 1
        }
        guard let high = text[index].hexadecimalValue, let low = text[index + 1].hexadecimalValue else { return false }
        bytes[position] = high << 4 | low
        index += 2
      }
      return true
    }
    return isWhole ? uuid : nil
  }
}

extension JSONReader {
  /// Reads a string's bytes once its escapes are read.
  fileprivate func withText<T>(_ expected: String, _ read: (Span<UInt8>) -> T?) throws(JSONError) -> T? {
    let node = node
    guard node.kind == .string else { throw wrongKind(expected) }
    guard node.isComplex else { return context.document.withBytes(of: node, read) }
    let text = context.document.textBytes(of: node)
    return read(text.span)
  }
}
