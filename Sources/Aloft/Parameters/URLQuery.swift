internal import AloftHTTP

/// The query of the URL as a value of yours: `(search: URLQuery<Search>) in search.page`.
///
/// A query that does not fit is answered with 422, which names the field.
@dynamicMemberLookup
public struct URLQuery<Value: Decodable>: HandlerParameter {
  /// What the query held.
  public let value: Value

  /// Creates one, for tests.
  public init(_ value: Value) { self.value = value }

  /// The query.
  public static var origin: ParameterOrigin { .query }

  /// Decodes the request's query.
  public static func value(from values: inout ParameterValues) throws -> URLQuery<Value> {
    do {
      return URLQuery(try Value(from: QueryDecoder(values.request.query)))
    } catch let error as DecodingError {
      throw HTTPError(.unprocessableContent, QueryDecoder.explain(error))
    }
  }

  /// Reads the value's properties.
  public subscript<Property>(dynamicMember path: KeyPath<Value, Property>) -> Property { value[keyPath: path] }
}

extension URLQuery: Sendable where Value: Sendable {}
