extension JSONWriter {
  /// Writes a whole number.
  ///
  /// - Parameter value: The number.
  public mutating func integer(_ value: Int) {
    scalar(upTo: 20) { Decimal64.write(value.magnitude, isNegative: value < 0, to: $0) }
  }

  /// Writes a whole number.
  ///
  /// - Parameter value: The number.
  public mutating func integer(_ value: UInt) {
    scalar(upTo: 20) { Decimal64.write(value, isNegative: false, to: $0) }
  }

  /// Writes a whole number of any type.
  ///
  /// - Parameter value: The number.
  @inlinable
  public mutating func integer(_ value: some FixedWidthInteger) {
    if let value = Int(exactly: value) {
      integer(value)
    } else if let value = UInt(exactly: value) {
      integer(value)
    } else {
      wideInteger(String(value))
    }
  }

  /// Writes the digits of a number that is wider than 64 bits.
  @usableFromInline
  mutating func wideInteger(_ digits: String) {
    var digits = digits
    digits.withUTF8 { verbatim($0) }
  }

  /// Writes a number with the fewest digits that are read as the same number again.
  ///
  /// - Parameter value: The number.
  /// - Throws: A ``JSONError`` if it is NaN or infinite, unless the options say that it becomes `null`.
  public mutating func double(_ value: Double) throws(JSONError) {
    // Whole numbers up to here are exact, and have no other shortest form.
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53, whole != 0 || value.sign == .plus {
      return integer(whole)
    }
    guard value.isFinite else { return try nonFinite("\(value)") }
    shortest(value.description)
  }

  /// Writes a number with the fewest digits that are read as the same number again.
  ///
  /// - Parameter value: The number.
  /// - Throws: A ``JSONError`` if it is NaN or infinite, unless the options say that it becomes `null`.
  public mutating func float(_ value: Float) throws(JSONError) {
    guard value.isFinite else { return try nonFinite("\(value)") }
    shortest(value.description)
  }

  /// Writes a point in time as the options say.
  ///
  /// - Parameter value: The seconds since 2001-01-01T00:00:00Z, `Date`'s `timeIntervalSinceReferenceDate`.
  /// - Throws: A ``JSONError`` if it has no form in ISO 8601, or is no finite number.
  public mutating func date(secondsSince2001 value: Double) throws(JSONError) {
    switch coding.dates {
    case .secondsSince1970: try double(value + Timestamp.secondsTo2001)
    case .millisecondsSince1970: try double((value + Timestamp.secondsTo2001) * 1000)
    case .iso8601:
      guard let timestamp = Timestamp(secondsSince2001: value) else {
        throw refusal("A date outside of the years 0001 to 9999 has no form in ISO 8601")
      }
      scalar(upTo: Timestamp.longestText + 2) { target in
        target[0] = UInt8(ascii: "\"")
        let end = 1 + timestamp.write(to: target + 1)
        target[end] = UInt8(ascii: "\"")
        return end + 1
      }
    }
  }

  private mutating func nonFinite(_ text: String) throws(JSONError) {
    guard coding.nonFiniteNumbers == .null else { throw refusal("JSON has no form for the number \(text)") }
    null()
  }

  /// Writes a description of the standard library, `1e-05` or `100.0`, without the fraction of a whole number.
  private mutating func shortest(_ description: String) {
    var text = description
    text.withUTF8 { bytes in
      let isWhole =
        bytes.count > 2 && bytes[bytes.count - 1] == UInt8(ascii: "0")
        && bytes[bytes.count - 2] == UInt8(ascii: ".")
      verbatim(UnsafeBufferPointer(rebasing: bytes.prefix(isWhole ? bytes.count - 2 : bytes.count)))
    }
  }
}

/// Decimal digits of numbers up to 64 bits.
enum Decimal64 {
  /// Puts the digits of a number, at most 20, at `target`; how many bytes.
  @inline(__always)
  static func write(_ magnitude: UInt, isNegative: Bool, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var start = target
    if isNegative {
      start[0] = UInt8(ascii: "-")
      start += 1
    }
    if magnitude < 10 {
      start[0] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude)
      return start - target + 1
    }
    var count = 1
    var rest = magnitude
    while rest >= 10 {
      count += 1
      rest /= 10
    }
    var index = count
    rest = magnitude
    repeat {
      index -= 1
      start[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while index > 0
    return start - target + count
  }

  /// Puts the last `count` digits of a number at `target`, zeros in front.
  @inline(__always)
  static func write(_ number: Int, digits count: Int, to target: UnsafeMutablePointer<UInt8>) {
    var rest = number
    var index = count
    while index > 0 {
      index -= 1
      target[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}
