/// Any JSON: for texts whose shape is not known when the program is written.
///
/// ```swift
/// let value = try JSONCoding().decode(JSONValue.self, from: bytes)
/// let name = value["user"]?["name"]?.string
/// ```
public enum JSONValue: Sendable, Hashable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, with all its digits.
  case number(JSONNumber)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in their order.
  case object(JSONObject)

  /// Creates a number with the fewest digits that are read as the same `Double` again; NaN and infinity become `null`.
  ///
  /// - Parameter value: The number.
  public init(_ value: Double) { self = JSONNumber(value).map { .number($0) } ?? .null }

  // MARK: - What it holds

  /// Whether it is `null`.
  public var isNull: Bool { self == .null }

  /// The Boolean; `nil` for a value of another kind.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The string; `nil` for a value of another kind.
  public var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The number; `nil` for a value of another kind.
  public var number: JSONNumber? {
    guard case .number(let value) = self else { return nil }
    return value
  }

  /// The number as an `Int`; `nil` for a value of another kind and for numbers that are no `Int`.
  public var int: Int? { number?.integer() }

  /// The number as the nearest `Double`; `nil` for a value of another kind and for numbers beyond the largest.
  public var double: Double? { number?.double }

  /// The array; `nil` for a value of another kind.
  public var array: [JSONValue]? {
    guard case .array(let value) = self else { return nil }
    return value
  }

  /// The object; `nil` for a value of another kind.
  public var object: JSONObject? {
    guard case .object(let value) = self else { return nil }
    return value
  }

  /// The value of a member; `nil` for a value that is no object, or has no such member.
  ///
  /// Setting it changes an object, and makes one of `null`; other values stay as they are. `nil` removes the member.
  ///
  /// - Parameter name: The member's name.
  public subscript(_ name: String) -> JSONValue? {
    get { object?[name] }
    set {
      guard var object = object ?? (isNull ? JSONObject() : nil) else { return }
      self = .null
      object[name] = newValue
      self = .object(object)
    }
  }

  /// The element at an index, counted from 0; `nil` for a value that is no array, or has none there.
  ///
  /// - Parameter index: The index.
  public subscript(_ index: Int) -> JSONValue? {
    guard case .array(let array) = self, array.indices.contains(index) else { return nil }
    return array[index]
  }
}

extension JSONValue: JSONWritable, JSONReadable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  /// - Throws: Nothing, unless values are nested deeper than the options allow.
  public func writeJSON(to json: inout JSONWriter) throws {
    switch self {
    case .null: json.null()
    case .bool(let value): json.bool(value)
    case .number(let value): value.writeJSON(to: &json)
    case .string(let value): json.string(value)
    case .array(let value): try value.writeJSON(to: &json)
    case .object(let value): try value.writeJSON(to: &json)
    }
  }

  /// Reads any value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: Nothing.
  public init(json: JSONReader) throws {
    switch json.kind {
    case .null: self = .null
    case .bool: self = .bool(try json.bool())
    case .number: self = .number(try json.number())
    case .string: self = .string(try json.string())
    case .array: self = .array(try [JSONValue](json: json))
    case .object: self = .object(try JSONObject(json: json))
    }
  }
}

extension JSONValue: Codable {
  /// Decodes any value, from any decoder that can say what it has.
  ///
  /// - Parameter decoder: The decoder.
  /// - Throws: What the decoder throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode(JSONNumber.self) {
      self = .number(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode(JSONObject.self))
    }
  }

  /// Encodes the value, with any encoder.
  ///
  /// - Parameter encoder: The encoder.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Creates `null`.
  public init(nilLiteral: ()) { self = .null }
  /// Creates a Boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Creates a whole number.
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  /// Creates a number.
  public init(floatLiteral value: Double) { self.init(value) }
  /// Creates a string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Creates an array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Creates an object; of members with the same name the last counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
