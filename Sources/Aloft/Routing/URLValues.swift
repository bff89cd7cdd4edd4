/// The values a URL is built from, in the order in which its query shall name them: `["id": user.id, "page": 2]`.
public struct URLValues: Sendable, ExpressibleByDictionaryLiteral {
  /// The names with their values.
  public private(set) var pairs: [(name: String, value: URLValue)]

  /// Creates values from names and values in order.
  public init(_ pairs: [(name: String, value: URLValue)]) { self.pairs = pairs }

  /// Creates values from a literal of names and anything a URL can hold; `nil` leaves a name out.
  public init(dictionaryLiteral elements: (String, any URLValueConvertible)...) {
    pairs = elements.map { (name: $0.0, value: $0.1.urlValue) }
  }

  /// Adds a name and its value at the end.
  public mutating func append(_ name: String, _ value: some URLValueConvertible) {
    pairs.append((name: name, value: value.urlValue))
  }

  /// The value of `name`, the last if it was given several times; `nil` if there is none.
  public subscript(name: String) -> URLValue? {
    guard let pair = pairs.last(where: { $0.name == name }), pair.value != .none else { return nil }
    return pair.value
  }
}
