/// What a placeholder such as `{code:country}` accepts in a path, and how its values are written into one.
///
/// A converter sees one segment or a part of one, never a slash. Register it by a name with
/// ``PathConverters/register(_:_:)``.
public protocol PathConverter: Sendable {
  /// The place in the order in which placeholders are tried where several could match: lower first. `any` has 40,
  /// `int`, `float` and `uuid` have 50, `string` has 100, `path` has 200.
  var weight: Int { get }

  /// Whether the bytes are a value of this kind.
  ///
  /// - Parameter value: UTF-8, percent-decoded and not empty; a slash that was sent as `%2F` is the byte 0xFF.
  func matches(_ value: Span<UInt8>) -> Bool

  /// The text of a value in a path, before it is percent-encoded; `nil` if the value is not of this kind. A text that
  /// ``matches(_:)`` refuses is refused too.
  func text(for value: URLValue) -> String?
}

extension PathConverter {
  /// That of `string`, 100.
  public var weight: Int { 100 }

  /// The value's own text.
  public func text(for value: URLValue) -> String? { value.text }
}
