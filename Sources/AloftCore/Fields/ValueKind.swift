/// What kind of value a field holds.
public indirect enum ValueKind: Sendable, Hashable {
  case text, integer, number, boolean, date, uuid
  /// One of these texts.
  case choice([String])
  /// Several values of a kind.
  case list(ValueKind)
  /// Fields of its own.
  case fields
  /// A type of which no more is known than its name.
  case other(String)

  /// The kind of a type; that of what it wraps for an optional.
  public init(_ type: Any.Type) {
    switch type {
    case is String.Type, is Substring.Type: self = .text
    case is Bool.Type: self = .boolean
    case is any BinaryInteger.Type: self = .integer
    case is any BinaryFloatingPoint.Type: self = .number
    case let type where FoundationTypes.isDate(type): self = .date
    case let type where FoundationTypes.isUUID(type): self = .uuid
    case let type as any WrappingType.Type: self = type.valueKind
    case is any Described.Type: self = .fields
    case let type as any (CaseIterable & RawRepresentable).Type: self = .choice(Self.choices(of: type))
    default: self = .other("\(type)")
    }
  }

  private static func choices<Choice: CaseIterable & RawRepresentable>(of type: Choice.Type) -> [String] {
    type.allCases.map { "\($0.rawValue)" }
  }

  /// The message for a value that is of another kind.
  public var mismatch: Message {
    switch self {
    case .text: "must be a text"
    case .integer: "must be a whole number"
    case .number: "must be a number"
    case .boolean: "must be true or false"
    case .date: "must be a date such as 2026-03-01T12:00:00Z"
    case .uuid: "must be an identifier such as 9b2f0f6e-0d5c-4c59-8a53-5d6fb4a3c0d1"
    case .choice(let choices): Message("must be one of {choices}", ["choices": choices.joined(separator: ", ")])
    case .list: "must be a list"
    case .fields: "must have fields"
    case .other: "has not the right form"
    }
  }
}

/// A type that wraps another: an optional, a list, a secret.
package protocol WrappingType {
  static var valueKind: ValueKind { get }
}

extension Optional: WrappingType {
  package static var valueKind: ValueKind { ValueKind(Wrapped.self) }
}

extension Array: WrappingType {
  package static var valueKind: ValueKind { .list(ValueKind(Element.self)) }
}
