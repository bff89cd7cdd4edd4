#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A type whose values can stand in a URL.
public protocol URLValueConvertible {
  /// The value as a URL holds it.
  var urlValue: URLValue { get }
}

extension URLValue: URLValueConvertible {
  /// The value itself.
  public var urlValue: URLValue { self }
}

extension String: URLValueConvertible {
  /// The text.
  public var urlValue: URLValue { .string(self) }
}

extension Substring: URLValueConvertible {
  /// The text.
  public var urlValue: URLValue { .string(String(self)) }
}

extension Int: URLValueConvertible {
  /// The whole number.
  public var urlValue: URLValue { .int(self) }
}

extension Double: URLValueConvertible {
  /// The number.
  public var urlValue: URLValue { .double(self) }
}

extension Bool: URLValueConvertible {
  /// `true` or `false`.
  public var urlValue: URLValue { .bool(self) }
}

extension UUID: URLValueConvertible {
  /// The identifier in lower case, as RFC 9562, section 4, writes it.
  public var urlValue: URLValue { .string(uuidString.lowercased()) }
}

extension Optional: URLValueConvertible where Wrapped: URLValueConvertible {
  /// The wrapped value, or none.
  public var urlValue: URLValue { self?.urlValue ?? .none }
}

extension Array: URLValueConvertible where Element: URLValueConvertible {
  /// A list of the elements' values.
  public var urlValue: URLValue { .list(map(\.urlValue)) }
}

extension URLValueConvertible where Self: RawRepresentable, RawValue: URLValueConvertible {
  /// The raw value's.
  public var urlValue: URLValue { rawValue.urlValue }
}
