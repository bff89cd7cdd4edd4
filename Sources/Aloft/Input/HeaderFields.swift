internal import AloftCore
internal import AloftHTTP

/// Header fields as a value of yours: `(client: HeaderFields<ClientInfo>) in client.userAgent`.
///
/// `userAgent` is the field `User-Agent`; repeated fields are lists. What does not fit is answered with 422, as for
/// ``URLQuery``.
@dynamicMemberLookup
public struct HeaderFields<Value: Decodable>: HandlerParameter {
  /// What the header held.
  public let value: Value

  /// Creates one, for tests.
  public init(_ value: Value) { self.value = value }

  /// The header.
  public static var origin: ParameterOrigin { .header }

  /// Reads the request's header.
  public static func value(from values: inout ParameterValues) throws -> HeaderFields<Value> {
    HeaderFields(try InputReading.read(Value.self, from: TextFields(values.request.headers)))
  }

  /// Reads the value's properties.
  public subscript<Property>(dynamicMember path: KeyPath<Value, Property>) -> Property { value[keyPath: path] }
}

extension HeaderFields: Sendable where Value: Sendable {}

/// Cookies as a value of yours: `(choices: CookieFields<Choices>) in choices.theme`.
///
/// What does not fit is answered with 422, as for ``URLQuery``.
@dynamicMemberLookup
public struct CookieFields<Value: Decodable>: HandlerParameter {
  /// What the cookies held.
  public let value: Value

  /// Creates one, for tests.
  public init(_ value: Value) { self.value = value }

  /// The cookies.
  public static var origin: ParameterOrigin { .cookie }

  /// Reads the request's cookies.
  public static func value(from values: inout ParameterValues) throws -> CookieFields<Value> {
    CookieFields(try InputReading.read(Value.self, from: TextFields(values.request.cookies)))
  }

  /// Reads the value's properties.
  public subscript<Property>(dynamicMember path: KeyPath<Value, Property>) -> Property { value[keyPath: path] }
}

extension CookieFields: Sendable where Value: Sendable {}

extension HeaderFields: FieldsParameter {
  static var fieldDescriptions: [FieldDescription] {
    (Value.self as? any Described.Type)?.fieldDescriptions ?? []
  }
}

extension CookieFields: FieldsParameter {
  static var fieldDescriptions: [FieldDescription] {
    (Value.self as? any Described.Type)?.fieldDescriptions ?? []
  }
}
