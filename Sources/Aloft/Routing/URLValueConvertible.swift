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
  public var urlValue: URLValue { self }
}

extension String: URLValueConvertible {
  public var urlValue: URLValue { .string(self) }
}

extension Substring: URLValueConvertible {
  public var urlValue: URLValue { .string(String(self)) }
}

extension Int: URLValueConvertible {
  public var urlValue: URLValue { .int(self) }
}

extension Double: URLValueConvertible {
  public var urlValue: URLValue { .double(self) }
}

extension Bool: URLValueConvertible {
  public var urlValue: URLValue { .bool(self) }
}

extension UUID: URLValueConvertible {
  /// The identifier in lower case, as RFC 9562, section 4, writes it.
  public var urlValue: URLValue { .string(uuidString.lowercased()) }
}

extension Optional: URLValueConvertible where Wrapped: URLValueConvertible {
  public var urlValue: URLValue { self?.urlValue ?? .none }
}

extension Array: URLValueConvertible where Element: URLValueConvertible {
  public var urlValue: URLValue { .list(map(\.urlValue)) }
}

extension URLValueConvertible where Self: RawRepresentable, RawValue: URLValueConvertible {
  /// The raw value's.
  public var urlValue: URLValue { rawValue.urlValue }
}
