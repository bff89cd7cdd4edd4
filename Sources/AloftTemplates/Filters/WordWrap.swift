/// Breaks lines as Python's `textwrap` does: at blanks, behind hyphens, and within words that are too long.
struct WordWrap {
  let width: Int
  let breaksWords: Bool
  let breaksHyphens: Bool

  func lines(_ text: String) throws -> [String] {
    guard width > 0 else { throw RenderFailure(.value, "invalid width \(width) (must be > 0)") }
    var chunks = chunks(text).reversed().map { $0[...] }
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

  private func breakWord(
    _ chunks: inout [ArraySlice<Unicode.Scalar>], _ line: inout [ArraySlice<Unicode.Scalar>], _ length: Int
  ) {
    let room = max(1, width - length)
    guard breaksWords else {
      if line.isEmpty, let word = chunks.popLast() { line.append(word) }
      return
    }
    guard let word = chunks.last else { return }
    var end = word.startIndex + room
    if breaksHyphens, word.count > room, let hyphen = word[..<end].lastIndex(of: "-"), hyphen > word.startIndex,
      word[..<hyphen].contains(where: { $0 != "-" })
    {
      end = hyphen + 1
    }
    line.append(word[..<end])
    // A part of the same memory: a long word would be copied for each of its lines.
    chunks[chunks.count - 1] = word[end...]
    if chunks.last?.isEmpty == true { chunks.removeLast() }
  }

  /// Words and the blanks between them; words are broken behind hyphens between letters.
  private func chunks(_ text: String) -> [[Unicode.Scalar]] {
    // Tabs reach to the next eighth column, all other blanks are one.
    var scalars: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        scalars += Array(repeating: " ", count: 8 - scalars.count % 8)
      } else {
        scalars.append(scalar.isASCII && TemplateText.isBlank(scalar) ? " " : scalar)
      }
    }
    var chunks: [[Unicode.Scalar]] = []
    var current: [Unicode.Scalar] = []
    for (index, scalar) in scalars.enumerated() {
      let isBlank = scalar == " "
      if let last = current.last, (last == " ") != isBlank {
        chunks.append(current)
        current = []
      }
      current.append(scalar)
      guard breaksHyphens, scalar == "-", index >= 2, index + 2 < scalars.count + 1 else { continue }
      if mayBreak(scalars, behind: index) {
        chunks.append(current)
        current = []
      }
    }
    if !current.isEmpty { chunks.append(current) }
    return chunks
  }

  private func mayBreak(_ scalars: [Unicode.Scalar], behind index: Int) -> Bool {
    func isLetter(_ place: Int) -> Bool {
      scalars.indices.contains(place) && TemplateText.isWordPart(scalars[place])
        && !TemplateText.isDecimal(scalars[place])
    }
    guard isLetter(index - 1), isLetter(index - 2) || scalars[index - 2] == "-" else { return false }
    return isLetter(index + 1)
      && (isLetter(index + 2) || (scalars.indices.contains(index + 2) && scalars[index + 2] == "-"))
  }
}
