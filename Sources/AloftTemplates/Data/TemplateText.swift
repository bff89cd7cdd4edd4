internal import AloftCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Texts as Python deals with them: in Unicode scalars.
enum TemplateText {
  /// Text in which what has a meaning in HTML is written by its names.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: isSpecial) else { return text }
    let output = TemplateOutput(capacity: text.utf8.count * 2)
    output.append(escaping: text)
    return output.text(from: 0)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
      || byte == UInt8(ascii: "'")
  }

  /// Text with its quotes, and with escapes for what can't be seen.
  static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar = text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
    var result = String.UnicodeScalarView()
    result.append(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case quote, "\\":
        result.append("\\")
        result.append(scalar)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      default:
        if isPrintable(scalar) {
          result.append(scalar)
        } else {
          result.append(contentsOf: escape(scalar).unicodeScalars)
        }
      }
    }
    result.append(quote)
    return String(result)
  }

  /// Text with escapes for what is not in ASCII.
  static func ascii(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    return text.unicodeScalars.map { $0.isASCII ? String($0) : escape($0) }.joined()
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let value = Int(scalar.value)
    if value < 0x100 { return "\\x\(NumberText.padded(value, 2, radix: 16))" }
    return value < 0x10000
      ? "\\u\(NumberText.padded(value, 4, radix: 16))" : "\\U\(NumberText.padded(value, 8, radix: 16))"
  }

  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }

  // MARK: - Blanks

  static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// - Parameter characters: What is taken off; blanks if left out.
  static func stripped(_ text: String, _ characters: String? = nil, left: Bool = true, right: Bool = true) -> String {
    let set = characters.map { Set($0.unicodeScalars) }
    func goes(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? isBlank(scalar) }
    var rest = text.unicodeScalars[...]
    if left { while let first = rest.first, goes(first) { rest.removeFirst() } }
    if right { while let last = rest.last, goes(last) { rest.removeLast() } }
    return String(String.UnicodeScalarView(rest))
  }

  /// The words between blanks.
  static func words(_ text: String) -> [String] {
    text.unicodeScalars.split(whereSeparator: isBlank).map { String(String.UnicodeScalarView($0)) }
  }

  /// The lines, without what ends them unless asked for.
  static func lines(_ text: String, keepsEnds: Bool = false) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    var pending: Unicode.Scalar?
    while let scalar = pending ?? scalars.next() {
      pending = nil
      guard isLineEnd(scalar) else {
        line.append(scalar)
        continue
      }
      if keepsEnds { line.append(scalar) }
      if scalar == "\r" {
        let next = scalars.next()
        if next == "\n" { if keepsEnds { line.append("\n") } } else { pending = next }
      }
      lines.append(String(line))
      line = String.UnicodeScalarView()
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  // MARK: - Cases

  static func capitalized(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return "" }
    guard text.unicodeScalars.contains("Σ") else {
      return first.properties.titlecaseMapping + String(text.unicodeScalars.dropFirst()).lowercased()
    }
    let scalars = Array(text.unicodeScalars)
    return first.properties.titlecaseMapping + scalars.indices.dropFirst().map { lowercase(scalars, $0) }.joined()
  }

  static func lowercased(_ text: String) -> String {
    // 0xCE 0xA3 is the Greek capital whose small letter is another one at the end of a word.
    guard text.utf8.contains(0xCE), text.unicodeScalars.contains("Σ") else { return text.lowercased() }
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.map { lowercase(scalars, $0) }.joined()
  }

  /// The small letter of one of several characters.
  private static func lowercase(_ scalars: [Unicode.Scalar], _ index: Int) -> String {
    guard scalars[index] == "Σ" else { return scalars[index].properties.lowercaseMapping }
    let endsWord = isLetter(scalars[..<index].reversed()) && !isLetter(scalars[(index + 1)...])
    return endsWord ? "ς" : "σ"
  }

  /// Whether the first of these that matters to where words end is a letter.
  private static func isLetter(_ scalars: some Sequence<Unicode.Scalar>) -> Bool {
    scalars.first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
  }

  /// Each run of letters with a capital in front, as the method `title` has it.
  static func titled(_ text: String) -> String {
    var result = ""
    var isInside = false
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let isLetter = scalar.properties.isCased
      result +=
        isLetter && !isInside
        ? scalar.properties.titlecaseMapping : isLetter ? lowercase(scalars, index) : String(scalar)
      isInside = isLetter
    }
    return result
  }

  static func swapped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.map { index in
      let properties = scalars[index].properties
      return properties.isUppercase
        ? lowercase(scalars, index)
        : properties.isLowercase ? properties.uppercaseMapping : String(scalars[index])
    }.joined()
  }

  // MARK: - Parts

  static func count(_ text: String) -> Int { text.unicodeScalars.count }

  /// Less than zero where a text comes before another one, more where it comes behind it, zero where they are equal: by
  /// scalars, whose order is that of their bytes.
  static func order(_ a: String, _ b: String) -> Int {
    let known = a.utf8.withContiguousStorageIfAvailable { a in
      b.utf8.withContiguousStorageIfAvailable { b in
        guard let one = a.baseAddress, let two = b.baseAddress else { return a.count - b.count }
        let first = one == two ? 0 : Int(memcmp(one, two, min(a.count, b.count)))
        return first != 0 ? first : a.count - b.count
      }
    }
    if case let known?? = known { return known }
    return a.utf8.elementsEqual(b.utf8) ? 0 : a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
  }

  static func prefix(_ text: String, _ count: Int) -> String { String(text.unicodeScalars.prefix(max(0, count))) }

  static func padded(_ text: String, to width: Int, left: Bool, right: Bool, _ fill: String = " ") -> String {
    let count = count(text)
    guard width > count else { return text }
    let missing = width - count
    if left, right {
      let before = missing / 2 + (missing & width & 1)
      return String(repeating: fill, count: before) + text + String(repeating: fill, count: missing - before)
    }
    let blanks = String(repeating: fill, count: missing)
    return left ? blanks + text : text + blanks
  }
}
