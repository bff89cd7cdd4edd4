/// The small texts that the values of fields are made of (RFC 9110, section 5.6).
enum FieldText {
  /// Splits at a separator that stands outside of quotes; blanks around the parts are left out.
  ///
  /// - Parameter most: The most parts; what lies behind them is not looked at.
  static func split(_ text: some StringProtocol, at separator: UInt8, most: Int = .max) -> [Substring.UTF8View] {
    let bytes = Substring(text).utf8
    var parts: [Substring.UTF8View] = []
    var start = bytes.startIndex
    var isQuoted = false
    var isEscaped = false
    var index = start
    while index != bytes.endIndex {
      let byte = bytes[index]
      if isEscaped {
        isEscaped = false
      } else if isQuoted, byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == separator, !isQuoted {
        parts.append(trimmed(bytes[start..<index]))
        if parts.count >= most { return parts }
        start = bytes.index(after: index)
      }
      index = bytes.index(after: index)
    }
    parts.append(trimmed(bytes[start...]))
    return parts
  }

  /// The items of a comma-separated list, without empty ones; an item that is a quoted string has its quotes taken off.
  static func list(_ text: some StringProtocol) -> [String] {
    split(text, at: UInt8(ascii: ",")).compactMap { item in
      guard !item.isEmpty else { return nil }
      return unquoted(item) ?? String(Substring(item))
    }
  }

  /// A text without blanks around it.
  static func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
    var bytes = bytes
    while let first = bytes.first, first.isBlank { bytes.removeFirst() }
    while let last = bytes.last, last.isBlank { bytes.removeLast() }
    return bytes
  }

  /// The text of a quoted string; `nil` for what is none.
  ///
  /// - Parameter isForm: Whether a browser wrote it into a form: a backslash that escapes neither a quote nor another
  ///   one stands for itself there, as in paths of Windows.
  static func unquoted(_ bytes: Substring.UTF8View, isForm: Bool = false) -> String? {
    guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else { return nil }
    var text: [UInt8] = []
    var isEscaped = false
    for byte in bytes.dropFirst().dropLast() {
      if !isEscaped, byte == UInt8(ascii: "\\") {
        isEscaped = true
        continue
      }
      if isEscaped, isForm, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
      isEscaped = false
      text.append(byte)
    }
    if isEscaped { text.append(UInt8(ascii: "\\")) }
    return String(decoding: text, as: UTF8.self)
  }

  /// A text as a token if it is one, else as a quoted string; control characters become blanks.
  static func quoted(_ text: String) -> String {
    if !text.isEmpty, text.utf8.allSatisfy(\.isToken) { return text }
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte.isFieldValue ? byte : 0x20)
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A decimal number of digits alone; `nil` for anything else, and where it does not fit.
  static func decimal(_ bytes: Substring.UTF8View) -> Int? {
    guard !bytes.isEmpty, bytes.allSatisfy(\.isDigit) else { return nil }
    return Int(String(Substring(bytes)))
  }

  /// Whether two texts are the same byte for byte; to `==` letters are equal that mean the same.
  static func same(_ a: some StringProtocol, _ b: some StringProtocol) -> Bool { a.utf8.elementsEqual(b.utf8) }

  /// Whether two texts are the same but for the case of ASCII letters.
  static func equal(_ a: some StringProtocol, _ b: some StringProtocol) -> Bool {
    let left = a.utf8
    let right = b.utf8
    return left.count == right.count && zip(left, right).allSatisfy { $0.lowercased == $1.lowercased }
  }
}
