public import AloftHTTP

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A parameter that is made from the text of a placeholder, bound by position.
///
/// ```swift
/// enum Shelf: String, PathParameter { case new, used }
/// app.get("/books/{shelf}") { (shelf: Shelf) in "\(shelf)" }      // /books/lost is a 404
/// ```
public protocol PathParameter: HandlerParameter {
  /// The converter of a placeholder that names none: `int` for `Int`. It decides which paths match at all.
  static var converter: String { get }

  /// Makes a value from text.
  ///
  /// - Parameter pathText: The placeholder's text, percent-decoded.
  /// - Returns: `nil` if the text is none of this type's: the answer is 404.
  init?(pathText: String)
}

extension PathParameter {
  /// Any text of one segment.
  public static var converter: String { "string" }

  /// A placeholder of the route's pattern.
  public static var origin: ParameterOrigin { .path }

  /// Takes the next placeholder's text.
  @inlinable public static func value(from values: inout ParameterValues) throws -> Self {
    guard let value = Self(pathText: try values.nextText()) else { throw HTTPError(.notFound) }
    return value
  }
}

extension ParameterValues {
  /// The text of the next placeholder of the route's own pattern, percent-decoded.
  public mutating func nextText() throws -> String {
    let place = nextPlaceholder
    nextPlaceholder &+= 1
    guard let text = request.pathText(at: place) else { throw Self.nothingThere }
    return text
  }

  /// The next placeholder of the route's own pattern as a number, without making a string of it.
  @usableFromInline mutating func nextInteger() throws -> Int {
    let place = nextPlaceholder
    nextPlaceholder &+= 1
    guard let number = request.pathInteger(at: place) else { throw Self.nothingThere }
    return number
  }

  /// The error of a placeholder that is not there or holds nothing of the type; apart, to keep the way of values short.
  private static var nothingThere: any Error {
    @inline(never) get { HTTPError(.notFound) }
  }
}

extension String: PathParameter {
  /// The text itself.
  public init?(pathText: String) { self = pathText }

  /// Takes the next placeholder's text.
  @inlinable public static func value(from values: inout ParameterValues) throws -> String { try values.nextText() }
}

extension Substring: PathParameter {
  /// The text itself.
  public init?(pathText: String) { self = pathText[...] }
}

extension Int: PathParameter {
  /// Digits, with a minus sign where the converter allows one.
  public static var converter: String { "int" }

  /// A decimal number that fits.
  public init?(pathText: String) { self.init(pathText) }

  /// Takes the next placeholder's number.
  @inlinable public static func value(from values: inout ParameterValues) throws -> Int { try values.nextInteger() }
}

extension PathParameter where Self: FixedWidthInteger {
  /// Digits.
  public static var converter: String { "int" }

  /// A decimal number that fits.
  public init?(pathText: String) { self.init(pathText, radix: 10) }
}

extension Int8: PathParameter {}
extension Int16: PathParameter {}
extension Int32: PathParameter {}
extension Int64: PathParameter {}
extension UInt: PathParameter {}
extension UInt8: PathParameter {}
extension UInt16: PathParameter {}
extension UInt32: PathParameter {}
extension UInt64: PathParameter {}

extension Double: PathParameter {
  /// Digits with a point.
  public static var converter: String { "float" }

  /// A finite decimal number.
  public init?(pathText: String) {
    guard let number = Double(pathText), number.isFinite else { return nil }
    self = number
  }
}

extension UUID: PathParameter {
  /// 32 hexadecimal digits with hyphens.
  public static var converter: String { "uuid" }

  /// An identifier in either case.
  public init?(pathText: String) { self.init(uuidString: pathText) }
}

extension PathParameter where Self: RawRepresentable, RawValue: PathParameter {
  /// The raw value's converter.
  public static var converter: String { RawValue.converter }

  /// The case whose raw value the text is.
  public init?(pathText: String) {
    guard let raw = RawValue(pathText: pathText) else { return nil }
    self.init(rawValue: raw)
  }
}
