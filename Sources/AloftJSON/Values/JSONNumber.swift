/// A number as JSON writes it: any number of digits, kept as they are.
///
/// Two are equal when they are the same number: `1`, `1.0` and `10e-1` are.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
  private enum Form: Sendable {
    case integer(Int)
    case text(String)
  }

  private let form: Form

  /// Creates a whole number.
  ///
  /// - Parameter value: The number.
  public init(_ value: Int) { form = .integer(value) }

  /// Creates a number with the fewest digits that are read as the same `Double` again.
  ///
  /// - Parameter value: The number; `nil` is returned for NaN and infinity.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53, whole != 0 || value.sign == .plus {
      form = .integer(whole)
    } else {
      form = .text(value.description)
    }
  }

  /// Creates a number from its text.
  ///
  /// - Parameter text: The number as JSON writes it (RFC 8259, section 6); `nil` is returned for any other text.
  public init?(_ text: String) {
    guard let reader = try? JSONReader(Array(text.utf8), coding: JSONCoding()), let number = try? reader.number(),
      reader.node.range.count == text.utf8.count
    else { return nil }
    self = number
  }

  init(checked text: String) { form = .text(text) }

  /// The number as it stands in a text.
  public var description: String {
    switch form {
    case .integer(let value): String(value)
    case .text(let text): text
    }
  }

  /// The number as an integer.
  ///
  /// - Parameter type: The integer's type.
  /// - Returns: The integer, `nil` if the number isn't whole or doesn't fit.
  public func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
    switch form {
    case .integer(let value): T(exactly: value)
    case .text(let text): NumberText.integer(type, Array(text.utf8).span, isComplex: true)
    }
  }

  /// The nearest `Double`; `nil` if the number is larger than any.
  public var double: Double? {
    switch form {
    case .integer(let value): Double(value)
    case .text(let text): NumberText.double(Array(text.utf8).span)
    }
  }

  /// The digits and the power of ten, the same for all forms of one number.
  private var parts: NumberText.Parts { NumberText.Parts(Array(description.utf8).span, limit: .max) }

  /// Whether two numbers are the same.
  ///
  /// - Parameters:
  ///   - a: A number.
  ///   - b: Another.
  /// - Returns: Whether they are the same, whatever their form.
  public static func == (a: JSONNumber, b: JSONNumber) -> Bool {
    if case .integer(let a) = a.form, case .integer(let b) = b.form { return a == b }
    return a.description == b.description || a.parts == b.parts
  }

  /// Feeds the number into a hasher.
  ///
  /// - Parameter hasher: The hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}

extension JSONNumber: JSONWritable, JSONReadable {
  /// Writes the number as it is.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) {
    switch form {
    case .integer(let value): json.integer(value)
    case .text(let text): json.wideInteger(text)
    }
  }

  /// Reads a number as it is.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is no number.
  public init(json: JSONReader) throws { self = try json.number() }
}

extension JSONNumber: Codable {
  /// Decodes a number; a decoder other than ours keeps what a 64-bit integer or a `Double` holds.
  ///
  /// - Parameter decoder: The decoder.
  /// - Throws: What the decoder throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Int.self) {
      self.init(value)
    } else if let value = try? container.decode(UInt64.self) {
      self.init(checked: String(value))
    } else if let number = Self(try container.decode(Double.self)) {
      self = number
    } else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "Expected a finite number")
    }
  }

  /// Encodes the number; an encoder other than ours gets a 64-bit integer or a `Double`.
  ///
  /// - Parameter encoder: The encoder.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value = integer(Int.self) {
      try container.encode(value)
    } else if let value = integer(UInt64.self) {
      try container.encode(value)
    } else if let value = double {
      try container.encode(value)
    } else {
      let context = EncodingError.Context(
        codingPath: encoder.codingPath,
        debugDescription: "The number \(description.shortened) is too large for a Double")
      throw EncodingError.invalidValue(self, context)
    }
  }
}
