/// A value for a URL's path or query.
public enum URLValue: Hashable, Sendable {
  case string(String)
  case int(Int)
  case double(Double)
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
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .int(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .none }
  public init(arrayLiteral elements: URLValue...) { self = .list(elements) }
}
