internal import AloftCore

extension TemplateText {
  /// Where a part of a text begins, in bytes and in order.
  ///
  /// - Parameter fromRight: Whether the last are found where there are more than `most`, or where they overlap.
  static func places(of part: String, in text: String, most: Int = .max, fromRight: Bool = false) -> [Int] {
    guard fromRight else { return PartSearch(Array(part.utf8)).places(in: Array(text.utf8), most: most) }
    let search = PartSearch(part.utf8.reversed())
    let end = text.utf8.count - part.utf8.count
    return search.places(in: text.utf8.reversed(), most: most).reversed().map { end - $0 }
  }

  /// The parts of a text between places where another text stands.
  ///
  /// - Parameters:
  ///   - separator: The other text, which is not empty.
  ///   - most: How often it is looked for.
  ///   - fromRight: Whether it is looked for from behind.
  static func split(
    _ text: String, by separator: String, most: Int = .max, fromRight: Bool = false
  ) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var start = 0
    for place in places(of: separator, in: text, most: most, fromRight: fromRight) {
      parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
      start = place + separator.utf8.count
    }
    parts.append(String(decoding: bytes[start...], as: UTF8.self))
    return parts
  }
}
