/// A value for a URL's path or query.
public enum URLValue: Hashable, Sendable {
  /// Text, percent-encoded when the URL is built.
  case string(String)
  /// A whole number.
  case int(Int)
  /// A number, written with a point: `1.0`.
  case double(Double)
  /// `true` or `false`.
  case bool(Bool)
  /// Several values of one name: the query repeats the name for each.
  case list([URLValue])
  /// No value: the name is left out.
  case none

  /// The value's text in a URL before it is percent-encoded: `1.0` for a `Double`, `true` for a `Bool`; `nil` for a
  /// list and for no value.
  public var text: String? {
    switch self {
    case .string(let value): value
    case .int(let value): String(value)
    case .double(let value): value.description
    case .bool(let value): value ? "true" : "false"
    case .list, .none: nil
    }
  }
}

extension URLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral
{
  /// Creates text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Creates a whole number.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// Creates a number.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// Creates `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Creates no value.
  public init(nilLiteral: ()) { self = .none }
  /// Creates a list.
  public init(arrayLiteral elements: URLValue...) { self = .list(elements) }
}
