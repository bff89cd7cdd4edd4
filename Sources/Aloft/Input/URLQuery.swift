internal import AloftCore
internal import AloftHTTP

/// The query of the URL as a value of yours: `(search: URLQuery<Search>) in search.page`.
///
/// Names are fields, repeated names are lists. A query that does not fit is answered with 422, which names each field:
/// all of them where the type describes its fields (``Described``), else the first whose type is not met, or all that
/// ``Validated`` finds.
@dynamicMemberLookup
public struct URLQuery<Value: Decodable>: HandlerParameter {
  /// What the query held.
  public let value: Value

  /// Creates one, for tests.
  public init(_ value: Value) { self.value = value }

  /// The query.
  public static var origin: ParameterOrigin { .query }

  /// Reads the request's query.
  public static func value(from values: inout ParameterValues) throws -> URLQuery<Value> {
    URLQuery(try InputReading.read(Value.self, from: TextFields(values.request.query)))
  }

  /// Reads the value's properties.
  public subscript<Property>(dynamicMember path: KeyPath<Value, Property>) -> Property { value[keyPath: path] }
}

extension URLQuery: Sendable where Value: Sendable {}

extension URLQuery: FieldsParameter {
  static var fieldDescriptions: [FieldDescription] {
    (Value.self as? any Described.Type)?.fieldDescriptions ?? []
  }
}
