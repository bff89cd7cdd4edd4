/// Finds the name that was probably meant by a misspelled one.
public enum NearestName {
  /// The most bytes of a name: what is longer is no slip of somebody's fingers, and takes long to compare.
  private static let longest = 100

  /// Returns the candidate with the smallest edit distance to `name`.
  ///
  /// - Parameters:
  ///   - name: The name as it was written.
  ///   - candidates: The names that exist.
  /// - Returns: The nearest candidate, the first of several equally near; `nil` if none is near enough to be a likely
  ///   slip: more than a third of the longer name, but at least two edits, would have to change.
  public static func of(_ name: String, in candidates: some Sequence<String>) -> String? {
    guard name.utf8.count <= longest else { return nil }
    let wanted = Array(name.lowercased().utf8)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate.utf8.count <= longest {
      let other = Array(candidate.lowercased().utf8)
      let most = max(2, max(wanted.count, other.count) / 3)
      // Each edit changes the length by one at most: what was sent may be long, and is not compared for nothing.
      guard abs(wanted.count - other.count) <= most else { continue }
      let distance = distance(wanted, other)
      guard distance <= most else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The optimal string alignment distance (Damerau–Levenshtein without edits inside a transposition).
  package static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        current[j] = min(previous[j] + 1, current[j - 1] + 1, substitution)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = min(current[j], beforePrevious[j - 2] + 1)
        }
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
