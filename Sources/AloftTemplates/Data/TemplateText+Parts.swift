/// Finds a text in another one, in time that grows with their lengths and no faster (Knuth, Morris and Pratt).
struct PartSearch {
  private let wanted: [UInt8]
  /// How much of the beginning is also what the part ends with, up to each of its bytes.
  private let borders: [Int]

  init(_ wanted: [UInt8]) {
    self.wanted = wanted
    var borders = [0]
    var length = 0
    for index in wanted.indices.dropFirst() {
      while length > 0, wanted[index] != wanted[length] { length = borders[length - 1] }
      if wanted[index] == wanted[length] { length += 1 }
      borders.append(length)
    }
    self.borders = borders
  }

  /// Where the part begins, from left to right; none overlaps another. A part of nothing is nowhere.
  func places(in bytes: [UInt8], most: Int = .max) -> [Int] {
    var places: [Int] = []
    guard !wanted.isEmpty, wanted.count <= bytes.count else { return places }
    var length = 0
    for index in bytes.indices {
      guard places.count < most else { break }
      while length > 0, bytes[index] != wanted[length] { length = borders[length - 1] }
      if bytes[index] == wanted[length] { length += 1 }
      if length == wanted.count {
        places.append(index + 1 - length)
        length = 0
      }
    }
    return places
  }
}

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

  static func hasPart(_ part: String, _ text: String) -> Bool {
    part.isEmpty || !places(of: part, in: text, most: 1).isEmpty
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
