/// The names and values of a query such as `q=tea&tag=a&tag=b`, decoded, in order.
public struct QueryItems: Sendable, Sequence {
  /// One name with its value; a name without `=` has an empty one.
  public struct Item: Sendable, Hashable {
    public let name: String
    public let value: String

    /// Creates an item of text that is not encoded.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All items in order.
  public let items: [Item]

  /// Decodes a query (`application/x-www-form-urlencoded`, as the URL Standard reads it).
  ///
  /// - Parameter query: The text behind the `?`, still encoded.
  public init(_ query: some StringProtocol) { self.init(bytes: Array(query.utf8)) }

  /// Creates items of texts that are not encoded.
  public init(items: [Item]) { self.items = items }

  package init(bytes: some RandomAccessCollection<UInt8>) {
    items = bytes.split(separator: UInt8(ascii: "&")).map { pair in
      let mark = pair.firstIndex(of: UInt8(ascii: "="))
      let value = mark.map { pair[pair.index(after: $0)...] }
      return Item(
        name: PercentEncoding.decoded(pair[..<(mark ?? pair.endIndex)], plusIsBlank: true),
        value: value.map { PercentEncoding.decoded($0, plusIsBlank: true) } ?? "")
    }
  }

  /// The first value of a name, `nil` where the name is missing.
  public subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

  /// All values of a name, in order.
  public func values(of name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// Iterates over the items in order.
  public func makeIterator() -> IndexingIterator<[Item]> { items.makeIterator() }
}
