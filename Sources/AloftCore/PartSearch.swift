/// Finds bytes in others, in time that grows with their lengths and no faster (Knuth, Morris and Pratt).
package struct PartSearch {
  private let wanted: [UInt8]
  /// How much of the beginning is also what the part ends with, up to each of its bytes.
  private let borders: [Int]

  /// - Parameter wanted: The bytes of the part.
  package init(_ wanted: [UInt8]) {
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
  ///
  /// - Parameters:
  ///   - bytes: What is searched.
  ///   - most: How many places are wanted.
  package func places(in bytes: [UInt8], most: Int = .max) -> [Int] {
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
