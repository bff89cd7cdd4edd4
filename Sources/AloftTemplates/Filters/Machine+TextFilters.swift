extension Machine {
  func requiredText(_ value: TemplateData, _ what: String) throws -> String {
    if let text = value.string { return text }
    if case .undefined(let undefined) = value { throw undefined.failure }
    throw RenderFailure(.type, "only a text can be \(what), not '\(value.typeName)'")
  }

  mutating func indented(_ values: [TemplateData]) throws -> TemplateData {
    let isSafe = values[0].isMarkup
    let text = try requiredText(values[0], "indented")
    var prefix: String
    switch values[1] {
    case .missing: prefix = "    "
    case .text(let text), .markup(let text): prefix = text
    default:
      let width = try whole(values[1], standard: 4, "width")
      prefix = try padded("", to: width, left: false, right: true)
    }
    if isSafe, !values[1].isMarkup { prefix = TemplateText.escaped(prefix) }
    let first = try values[2].isTrue
    let blank = try values[3].isTrue
    // The line break that is added keeps the last line as it is.
    var lines = TemplateText.lines(text + "\n")
    try checkLength(prefix.utf8.count + 1, times: lines.count, plus: text.utf8.count)
    if blank { return .text((first ? prefix : "") + lines.joined(separator: "\n" + prefix), safe: isSafe) }
    var result = lines.isEmpty ? "" : lines.removeFirst()
    if !lines.isEmpty { result += "\n" + lines.map { $0.isEmpty ? $0 : prefix + $0 }.joined(separator: "\n") }
    return .text((first ? prefix : "") + result, safe: isSafe)
  }

  mutating func replaced(_ values: [TemplateData]) throws -> TemplateData {
    let count = try optionalWhole(values[3]) ?? -1
    let text = try self.text(of: values[0])
    let old = try self.text(of: values[1])
    let new = try self.text(of: values[2])
    let isPlain = !values[0].isMarkup && !values[1].isMarkup && !values[2].isMarkup
    if !escapes || isPlain { return .text(try replacing(text, old, new, most: count)) }
    // Where texts are escaped, what is put in is escaped unless it is safe.
    let source = values[0].isMarkup ? text : TemplateText.escaped(text)
    return .markup(try replacing(source, old, values[2].isMarkup ? new : TemplateText.escaped(new), most: count))
  }

  /// A text with another one in the place of its parts.
  ///
  /// - Parameter most: How many parts are replaced; all if negative.
  func replacing(_ text: String, _ old: String, _ new: String, most: Int) throws -> String {
    let most = most < 0 ? Int.max : most
    guard !old.isEmpty else { return try inserting(new, into: text, most: most) }
    let places = TemplateText.places(of: old, in: text, most: most)
    guard !places.isEmpty else { return text }
    try checkLength(new.utf8.count, times: places.count, plus: text.utf8.count - places.count * old.utf8.count)
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var rest = 0
    for place in places {
      result += bytes[rest..<place]
      result += new.utf8
      rest = place + old.utf8.count
    }
    return String(decoding: result + bytes[rest...], as: UTF8.self)
  }

  /// A text with another one in front of each character and at the end.
  private func inserting(_ piece: String, into text: String, most: Int) throws -> String {
    var left = min(most, TemplateText.count(text) + 1)
    try checkLength(piece.utf8.count, times: left, plus: text.utf8.count)
    var result = ""
    for scalar in text.unicodeScalars {
      if left > 0 {
        result += piece
        left -= 1
      }
      result.unicodeScalars.append(scalar)
    }
    return left > 0 ? result + piece : result
  }

  mutating func truncated(_ values: [TemplateData]) throws -> TemplateData {
    let length = try whole(values[1], standard: 255, "length")
    let kills = try values[2].isTrue
    let end = try textArgument(values[3], standard: "...", "end")
    let leeway = try optionalWhole(values[4]) ?? 5
    let endCount = TemplateText.count(end)
    guard length >= endCount else {
      throw RenderFailure(.value, "expected length >= \(endCount), got \(length)")
    }
    guard leeway >= 0 else { throw RenderFailure(.value, "expected leeway >= 0, got \(leeway)") }
    if try values[0].length() <= length + leeway { return values[0] }
    let text = try requiredText(values[0], "truncated")
    let isSafe = values[0].isMarkup
    let tail = isSafe && !values[3].isMarkup && !values[3].isMissing ? TemplateText.escaped(end) : end
    var kept = TemplateText.prefix(text, length - endCount)
    if !kills, let space = kept.unicodeScalars.lastIndex(of: " ") {
      kept = String(kept.unicodeScalars[..<space])
    }
    return .text(kept + tail, safe: isSafe)
  }

  mutating func wrapped(_ values: [TemplateData]) throws -> TemplateData {
    let width = try whole(values[1], standard: 79, "width")
    let breaksWords = values[2].isMissing ? true : try values[2].isTrue
    let breaksHyphens = values[4].isMissing ? true : try values[4].isTrue
    var separator = syntaxLineBreak
    if case .none = values[3] {} else if !values[3].isMissing { separator = try text(of: values[3]) }
    let text = try requiredText(values[0], "wrapped")
    let wrap = WordWrap(width: width, breaksWords: breaksWords, breaksHyphens: breaksHyphens)
    let lines = try TemplateText.lines(text).flatMap { line in
      // A line of nothing stays one.
      let parts = try wrap.lines(line)
      return parts.isEmpty ? [""] : parts
    }
    try checkLength(separator.utf8.count, times: lines.count, plus: text.utf8.count)
    return .text(lines.joined(separator: separator))
  }

  var syntaxLineBreak: String { environment.syntax.lineBreak }
}
