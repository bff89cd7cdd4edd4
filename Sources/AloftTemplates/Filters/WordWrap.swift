/// Breaks lines as Python's `textwrap` does: at blanks, behind hyphens, around dashes, and within words that are too
/// long.
struct WordWrap {
  let width: Int
  let breaksWords: Bool
  let breaksHyphens: Bool

  func lines(_ text: String) throws -> [String] {
    guard width > 0 else { throw RenderFailure(.value, "invalid width \(width) (must be > 0)") }
    let scalars = Array(text.unicodeScalars)
    var chunks = Array(chunks(scalars).reversed())
    var lines: [String] = []
    while !chunks.isEmpty {
      var line: [ArraySlice<Unicode.Scalar>] = []
      var length = 0
      if !lines.isEmpty, let last = chunks.last, last.allSatisfy(TemplateText.isBlank) { chunks.removeLast() }
      while let next = chunks.last, length + next.count <= width {
        line.append(next)
        length += next.count
        chunks.removeLast()
      }
      if let next = chunks.last, next.count > width { breakWord(&chunks, &line, length) }
      if let last = line.last, last.allSatisfy(TemplateText.isBlank) { line.removeLast() }
      if !line.isEmpty { lines.append(String(String.UnicodeScalarView(line.joined()))) }
    }
    return lines
  }

  /// Puts as much of a word that is too long into a line as has room there: nothing of it where none is left.
  private func breakWord(
    _ chunks: inout [ArraySlice<Unicode.Scalar>], _ line: inout [ArraySlice<Unicode.Scalar>], _ length: Int
  ) {
    guard breaksWords else {
      if line.isEmpty, let word = chunks.popLast() { line.append(word) }
      return
    }
    guard let word = chunks.last else { return }
    var end = word.startIndex + width - length
    if breaksHyphens, let hyphen = word[..<end].lastIndex(of: "-"), hyphen > word.startIndex,
      word[..<hyphen].contains(where: { $0 != "-" })
    {
      end = hyphen + 1
    }
    line.append(word[..<end])
    // A part of the same memory: a long word would be copied for each of its lines.
    chunks[chunks.count - 1] = word[end...]
  }

  // MARK: - Words

  /// Words and the blanks between them; words are broken behind hyphens between letters, and in front of dashes and
  /// behind them.
  private func chunks(_ scalars: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
    var chunks: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    while start < scalars.count {
      let end = endOfChunk(scalars, from: start)
      chunks.append(scalars[start..<end])
      start = end
    }
    return chunks
  }

  private func endOfChunk(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    var end = start
    if Self.isBlank(scalars[start]) {
      while end < scalars.count, Self.isBlank(scalars[end]) { end += 1 }
      return end
    }
    if breaksHyphens, let behind = dash(scalars, at: start) { return behind }
    repeat {
      if breaksHyphens, end > start, dash(scalars, at: end) != nil { break }
      end += 1
      if breaksHyphens, end - 1 > start, mayBreak(scalars, behind: end - 1) { break }
    } while end < scalars.count && !Self.isBlank(scalars[end])
    return end
  }

  /// Where a dash of several hyphens ends that stands between words and begins here.
  private func dash(_ scalars: [Unicode.Scalar], at place: Int) -> Int? {
    guard place > 0, place + 2 < scalars.count, scalars[place] == "-", scalars[place + 1] == "-",
      TemplateText.isWordPart(scalars[place - 1]) || "!\"'&.,?".unicodeScalars.contains(scalars[place - 1])
    else { return nil }
    guard let end = scalars[place...].firstIndex(where: { $0 != "-" }) else { return nil }
    return TemplateText.isWordPart(scalars[end]) ? end : nil
  }

  private func mayBreak(_ scalars: [Unicode.Scalar], behind index: Int) -> Bool {
    guard scalars[index] == "-" else { return false }
    func isLetter(_ place: Int) -> Bool {
      scalars.indices.contains(place) && TemplateText.isWordPart(scalars[place])
        && !TemplateText.isDecimal(scalars[place])
    }
    func isHyphen(_ place: Int) -> Bool { scalars.indices.contains(place) && scalars[place] == "-" }
    guard isLetter(index - 1), isLetter(index - 2) || (isHyphen(index - 2) && isLetter(index - 3)) else { return false }
    return isLetter(index + 1) && (isLetter(index + 2) || (isHyphen(index + 2) && isLetter(index + 3)))
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || (0x09...0x0D).contains(scalar.value)
  }
}
