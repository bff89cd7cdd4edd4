internal import AloftCore

/// Takes a template apart into tokens: text, and what lies between the delimiters.
///
/// Blanks around tags are dealt with here: `-` and `+` beside a delimiter, and what ``JinjaSyntax`` says of blocks.
struct JinjaLexer {
  let source: [UInt8]
  let syntax: JinjaSyntax
  /// What may begin a tag, in the order in which they are tried at one place.
  private let openings: [Opening]
  var position = 0
  var tokens: [JinjaToken] = []
  /// Whether what was read last ended with a line break, so that a line begins here.
  private var isAtLineStart = true
  private var brackets: [JinjaToken.Symbol] = []

  private struct Opening {
    enum Kind: Int { case statement, comment, lineComment, lineStatement, output }
    let kind: Kind
    let text: [UInt8]
  }

  private struct Found {
    let kind: Opening.Kind
    /// Where the text before it ends, which is before blanks that belong to a line's prefix.
    let start: Int
    let end: Int
    var sign: UInt8?
    var isRaw = false
  }

  /// - Parameter source: The template with line breaks of one byte.
  init(_ source: [UInt8], syntax: JinjaSyntax) {
    self.source = source
    self.syntax = syntax
    var openings = [
      Opening(kind: .comment, text: Array(syntax.commentBegin.utf8)),
      Opening(kind: .statement, text: Array(syntax.statementBegin.utf8)),
      Opening(kind: .output, text: Array(syntax.outputBegin.utf8)),
    ]
    if let prefix = syntax.lineStatementPrefix {
      openings.append(Opening(kind: .lineStatement, text: Array(prefix.utf8)))
    }
    if let prefix = syntax.lineCommentPrefix {
      openings.append(Opening(kind: .lineComment, text: Array(prefix.utf8)))
    }
    // The longest first: one may begin like another.
    self.openings = openings.filter { !$0.text.isEmpty }.sorted {
      ($0.text.count, $0.kind.rawValue) > ($1.text.count, $1.kind.rawValue)
    }
  }

  /// All line breaks as one byte, and without one at the end unless it is to stay.
  static func normalized(_ text: String, keepsTrailingLineBreak: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var follows = false
    for byte in text.utf8 {
      if byte == 0x0A, follows {
        follows = false
        continue
      }
      follows = byte == 0x0D
      bytes.append(byte == 0x0D ? 0x0A : byte)
    }
    if !keepsTrailingLineBreak, bytes.last == 0x0A { bytes.removeLast() }
    return bytes
  }

  mutating func run() throws(SyntaxProblem) -> [JinjaToken] {
    while position < source.count {
      guard let found = nextOpening() else {
        addText(position..<source.count)
        position = source.count
        break
      }
      try open(found)
    }
    tokens.append(JinjaToken(kind: .end, text: "", offset: source.count))
    return tokens
  }

  // MARK: - Text

  private mutating func open(_ found: Found) throws(SyntaxProblem) {
    addText(textBefore(found))
    let begin = found.start
    isAtLineStart = source[found.end - 1] == 0x0A
    position = found.end
    if found.isRaw { return try skipRaw(from: begin) }
    switch found.kind {
    case .comment: try skipComment(from: begin)
    case .lineComment: while position < source.count, source[position] != 0x0A { position += 1 }
    case .output: try readTag(.outputBegin, .outputEnd, from: begin)
    case .statement, .lineStatement:
      try readTag(.statementBegin, .statementEnd, from: begin, isLine: found.kind == .lineStatement)
    }
  }

  /// The text up to a tag, without the blanks that the tag takes away.
  private func textBefore(_ found: Found) -> Range<Int> {
    var text = position..<found.start
    if found.sign == UInt8(ascii: "-") {
      while let last = text.last, source[last].isTemplateBlank { text = text.dropLast() }
    } else if found.sign != UInt8(ascii: "+"), syntax.stripsBeforeBlocks, found.kind != .output {
      let line = source[text].lastIndex(of: 0x0A).map { $0 + 1 } ?? text.lowerBound
      if line > text.lowerBound || isAtLineStart, source[line..<text.upperBound].allSatisfy(\.isTemplateBlank) {
        text = text.lowerBound..<line
      }
    }
    return text
  }

  private mutating func addText(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    var text = String(decoding: source[range], as: UTF8.self)
    if syntax.lineBreak != "\n" { text = text.replacingParts("\n", with: syntax.lineBreak) }
    tokens.append(JinjaToken(kind: .data, text: text, offset: range.lowerBound))
  }

  private func nextOpening() -> Found? {
    var place = position
    while place < source.count {
      if let found = opening(at: place) { return found }
      place += 1
    }
    return nil
  }

  private func opening(at place: Int) -> Found? {
    if starts(with: syntax.statementBegin, at: place), let found = raw(at: place) { return found }
    for opening in openings {
      var start = place
      switch opening.kind {
      case .lineStatement:
        guard place == 0 || source[place - 1] == 0x0A else { continue }
        while start < source.count, source[start] == 0x20 || source[start] == 0x09 || source[start] == 0x0B {
          start += 1
        }
      case .lineComment:
        guard place == 0 || source[place - 1] == 0x0A || !source[place - 1].isTemplateBlank else { continue }
        while start < source.count, source[start] != 0x0A, source[start].isTemplateBlank { start += 1 }
      case .output, .statement, .comment: break
      }
      guard starts(with: opening.text, at: start) else { continue }
      var found = Found(kind: opening.kind, start: place, end: start + opening.text.count)
      if found.end < source.count, source[found.end] == UInt8(ascii: "-") || source[found.end] == UInt8(ascii: "+") {
        found.sign = source[found.end]
        return Found(kind: found.kind, start: place, end: found.end + 1, sign: found.sign)
      }
      return found
    }
    return nil
  }

  /// `{% raw %}`, whose tag is read as a whole.
  private func raw(at place: Int) -> Found? {
    var end = place + syntax.statementBegin.utf8.count
    var sign: UInt8?
    if end < source.count, source[end] == UInt8(ascii: "-") || source[end] == UInt8(ascii: "+") {
      sign = source[end]
      end += 1
    }
    end = afterBlanks(end)
    guard starts(with: "raw", at: end) else { return nil }
    end = afterBlanks(end + 3)
    if end < source.count, source[end] == UInt8(ascii: "-"), starts(with: syntax.statementEnd, at: end + 1) {
      end = afterBlanks(end + 1 + syntax.statementEnd.utf8.count)
    } else if starts(with: syntax.statementEnd, at: end) {
      end += syntax.statementEnd.utf8.count
    } else {
      return nil
    }
    return Found(kind: .statement, start: place, end: end, sign: sign, isRaw: true)
  }

  private mutating func skipRaw(from begin: Int) throws(SyntaxProblem) {
    var place = position
    while place < source.count {
      defer { place += 1 }
      guard starts(with: syntax.statementBegin, at: place) else { continue }
      var end = place + syntax.statementBegin.utf8.count
      var sign: UInt8?
      if end < source.count, source[end] == UInt8(ascii: "-") || source[end] == UInt8(ascii: "+") {
        sign = source[end]
        end += 1
      }
      end = afterBlanks(end)
      guard starts(with: "endraw", at: end) else { continue }
      guard let after = tagEnd(at: afterBlanks(end + 6), syntax.statementEnd, trims: true) else { continue }
      addText(textBefore(Found(kind: .statement, start: place, end: after, sign: sign)))
      isAtLineStart = source[after - 1] == 0x0A
      position = after
      return
    }
    throw SyntaxProblem("this block of raw text has no end", at: begin, fix: "close it with {% endraw %}")
  }

  private mutating func skipComment(from begin: Int) throws(SyntaxProblem) {
    var place = position
    while place < source.count {
      if let after = tagEnd(at: place, syntax.commentEnd, trims: true) {
        position = after
        isAtLineStart = source[after - 1] == 0x0A
        return
      }
      place += 1
    }
    throw SyntaxProblem("this comment has no end", at: begin, fix: "close it with \(syntax.commentEnd)")
  }

  /// Where the text goes on behind a tag's end that is here, with `-` or `+` in front of it or without.
  private func tagEnd(at place: Int, _ end: String, trims: Bool) -> Int? {
    guard place < source.count else { return nil }
    if source[place] == UInt8(ascii: "-"), starts(with: end, at: place + 1) {
      return afterBlanks(place + 1 + end.utf8.count)
    }
    if trims, source[place] == UInt8(ascii: "+"), starts(with: end, at: place + 1) {
      return place + 1 + end.utf8.count
    }
    guard starts(with: end, at: place) else { return nil }
    let after = place + end.utf8.count
    return trims && syntax.trimsBlocks && after < source.count && source[after] == 0x0A ? after + 1 : after
  }

  private func afterBlanks(_ place: Int) -> Int {
    var place = place
    while place < source.count, source[place].isTemplateBlank { place += 1 }
    return place
  }

  private func starts(with text: String, at place: Int) -> Bool {
    var place = place
    for byte in text.utf8 {
      guard place < source.count, source[place] == byte else { return false }
      place += 1
    }
    return true
  }

  private func starts(with text: [UInt8], at place: Int) -> Bool {
    place + text.count <= source.count && source[place..<place + text.count].elementsEqual(text)
  }

  // MARK: - Inside tags

  private mutating func readTag(
    _ opens: JinjaToken.Kind, _ closes: JinjaToken.Kind, from begin: Int, isLine: Bool = false
  ) throws(SyntaxProblem) {
    tokens.append(JinjaToken(kind: opens, text: "", offset: begin))
    brackets = []
    while true {
      if brackets.isEmpty, let end = endOfTag(closes, isLine) {
        tokens.append(JinjaToken(kind: closes, text: "", offset: position))
        isAtLineStart = end > 0 && source[end - 1] == 0x0A
        position = end
        return
      }
      guard position < source.count else {
        // The parser tells what is missing.
        if isLine { tokens.append(JinjaToken(kind: closes, text: "", offset: position)) }
        return
      }
      if let blank = blank(at: position) {
        // Behind blanks of which no line break ends the statement they are not looked at again.
        position = isLine ? max(blank, afterBlanks(position)) : blank
        continue
      }
      try readToken()
    }
  }

  /// Where a blank that begins here ends; `nil` if here is none.
  private func blank(at place: Int) -> Int? {
    if source[place].isTemplateBlank { return place + 1 }
    // The first bytes of those of two bytes, and of three.
    guard source[place] == 0xC2 || (0xE1...0xE3).contains(source[place]) else { return nil }
    let end = min(source.count, place + (source[place] == 0xC2 ? 2 : 3))
    guard let scalar = String(decoding: source[place..<end], as: UTF8.self).unicodeScalars.first else { return nil }
    return TemplateText.isBlank(scalar) ? end : nil
  }

  private func endOfTag(_ kind: JinjaToken.Kind, _ isLine: Bool) -> Int? {
    if isLine {
      var place = position
      while place < source.count, source[place].isTemplateBlank {
        place += 1
        if source[place - 1] == 0x0A { return lastBreak(from: place) }
      }
      return place == source.count ? place : nil
    }
    let isOutput = kind == .outputEnd
    return tagEnd(at: position, isOutput ? syntax.outputEnd : syntax.statementEnd, trims: !isOutput)
  }

  /// A statement's line takes the empty lines behind it along.
  private func lastBreak(from place: Int) -> Int {
    var end = place
    var ahead = place
    while ahead < source.count, source[ahead].isTemplateBlank {
      ahead += 1
      if source[ahead - 1] == 0x0A { end = ahead }
    }
    return end
  }

  private mutating func readToken() throws(SyntaxProblem) {
    let byte = source[position]
    if byte.isDigit, let token = number() {
      tokens.append(token)
      position += token.text.utf8.count
      return
    }
    if byte.isNamePart { return readName() }
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try readString(byte) }
    try readSymbol()
  }

  private mutating func readName() {
    let start = position
    while position < source.count, source[position].isNamePart, blank(at: position) == nil { position += 1 }
    tokens.append(
      JinjaToken(kind: .name, text: String(decoding: source[start..<position], as: UTF8.self), offset: start))
  }

  private mutating func readSymbol() throws(SyntaxProblem) {
    let found = JinjaToken.Symbol.allCases.first { starts(with: $0.rawValue, at: position) }
    guard let symbol = found else {
      let character = Unicode.Scalar(source[position])
      throw SyntaxProblem("unexpected character '\(character)'", at: position)
    }
    switch symbol {
    case .openBrace: brackets.append(.closeBrace)
    case .openBracket: brackets.append(.closeBracket)
    case .openParenthesis: brackets.append(.closeParenthesis)
    case .closeBrace, .closeBracket, .closeParenthesis:
      guard let expected = brackets.popLast() else {
        throw SyntaxProblem("unexpected '\(symbol.rawValue)'", at: position)
      }
      guard expected == symbol else {
        throw SyntaxProblem("unexpected '\(symbol.rawValue)', expected '\(expected.rawValue)'", at: position)
      }
    default: break
    }
    tokens.append(JinjaToken(kind: .symbol(symbol), text: symbol.rawValue, offset: position))
    position += symbol.rawValue.utf8.count
  }
}
