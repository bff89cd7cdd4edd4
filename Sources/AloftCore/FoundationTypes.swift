/// Foundation's types, known by their names: a program that uses none of them links nothing of Foundation.
///
/// A reference to `Date` alone makes a static executable larger by eight megabytes, formats and calendars with it.
package enum FoundationTypes {
  private static let date = type("4DateV")
  private static let uuid = type("4UUIDV")
  private static let data = type("4DataV")

  private static func type(_ name: String) -> ObjectIdentifier? {
    (_typeByName("20FoundationEssentials" + name) ?? _typeByName("10Foundation" + name)).map { ObjectIdentifier($0) }
  }

  /// Whether a type is `Date`.
  package static func isDate(_ type: Any.Type) -> Bool { ObjectIdentifier(type) == date }

  /// Whether a type is `UUID`.
  package static func isUUID(_ type: Any.Type) -> Bool { ObjectIdentifier(type) == uuid }

  /// Whether a type is `Data`.
  package static func isData(_ type: Any.Type) -> Bool { ObjectIdentifier(type) == data }

  // MARK: - Dates

  /// Whether a date is its seconds since 2001 and nothing else, which its own coding tells.
  private static let isDateANumber: Bool = {
    guard let type = (_typeByName("20FoundationEssentials4DateV") ?? _typeByName("10Foundation4DateV")),
      let type = type as? any Decodable.Type
    else { return false }
    return isNumber(type)
  }()

  private static func isNumber<T: Decodable>(_ type: T.Type) -> Bool {
    guard MemoryLayout<T>.size == MemoryLayout<Double>.size, _isPOD(T.self),
      let value = try? T(from: NumberDecoder(number: 1234.5))
    else { return false }
    return unsafeBitCast(value, to: Double.self) == 1234.5
  }

  /// The date that lies so many seconds behind 2001-01-01T00:00:00Z.
  ///
  /// - Parameters:
  ///   - seconds: The seconds, negative before.
  ///   - type: `Date`.
  /// - Throws: What the type throws, if it is another one.
  package static func date<T: Decodable>(secondsSince2001 seconds: Double, as type: T.Type) throws -> T {
    // Seen to be the same bits, which is a tenth of the work of asking the type.
    if isDateANumber, isDate(type) { return unsafeBitCast(seconds, to: T.self) }
    return try T(from: NumberDecoder(number: seconds))
  }

  /// The seconds from 2001-01-01T00:00:00Z to a date; `nil` for another type.
  package static func secondsSince2001<T>(of value: T) -> Double? {
    isDateANumber && isDate(T.self) ? unsafeBitCast(value, to: Double.self) : nil
  }

  // MARK: - Bytes

  /// The bytes of a `Data`; `nil` for a value of another type.
  package static func bytes(of value: Any) -> [UInt8]? {
    (value as? any Sequence<UInt8>).map { Array($0) }
  }

  /// A `Data` of bytes; `nil` if the type is another one.
  package static func data<T>(_ bytes: [UInt8], as type: T.Type) -> T? {
    guard let type = type as? any RangeReplaceableCollection<UInt8>.Type else { return nil }
    return collection(bytes, as: type) as? T
  }

  private static func collection<C: RangeReplaceableCollection<UInt8>>(_ bytes: [UInt8], as type: C.Type) -> C {
    C(bytes)
  }
}

/// Gives one number, as a type reads itself from it.
private struct NumberDecoder: Decoder, SingleValueDecodingContainer {
  let number: Double
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }
  func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> { throw refusal(type) }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw refusal([Double].self) }
  func decodeNil() -> Bool { false }
  func decode(_ type: Double.Type) -> Double { number }
  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    if let number = number as? T { return number }
    throw refusal(type)
  }

  private func refusal(_ type: Any.Type) -> DecodingError {
    .typeMismatch(type, DecodingError.Context(codingPath: [], debugDescription: "there is only a number"))
  }
}
