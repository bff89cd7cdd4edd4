/// The keys that are asked for and the rows that are inserted: the same for all libraries.
enum Samples {
  /// The key of a query, among the first ten thousand.
  static func key(_ query: Int) -> Int { query * 7919 % 10_000 + 1 }

  /// The keys of a hundred rows.
  static func hundredKeys(_ query: Int) -> ClosedRange<Int> {
    let first = query * 7919 % 9900 + 1
    return first...first + 99
  }

  /// A row to insert.
  static func row(_ index: Int) -> (number: Int, name: String) { (index % 1000, names[index % names.count]) }

  // Made before it is measured.
  private static let names = (0..<10_000).map { "item with number \($0)" }
}
