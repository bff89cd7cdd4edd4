internal import AloftCore

/// Puts together what a value's parameters say: pieces of one, and a plain form beside an extended one.
struct ParameterCollector {
  private struct Entry {
    let name: String
    var plain: String?
    var extended: String?
    var pieces: [ParameterReader.Found] = []
  }

  /// A character set of extended parameters; there will be no others.
  private enum Charset: String {
    case ascii
    case usASCII = "us-ascii"
    case utf8 = "utf-8"
    case latin1 = "iso-8859-1"
  }

  private let isForm: Bool
  private var entries: [Entry] = []

  /// Creates one without parameters.
  ///
  /// - Parameter isForm: Whether a browser wrote them into a form.
  init(isForm: Bool) { self.isForm = isForm }

  mutating func add(_ found: ParameterReader.Found) {
    let index: Int
    if let known = entries.firstIndex(where: { $0.name == found.name }) {
      index = known
    } else {
      index = entries.count
      entries.append(Entry(name: found.name))
    }
    if found.piece != nil {
      entries[index].pieces.append(found)
    } else if found.isExtended {
      let (charset, value) = Self.extended(found.raw)
      entries[index].extended = String(decoding: bytes(of: value, in: charset), as: UTF8.self)
    } else {
      entries[index].plain = plain(found.raw)
    }
  }

  /// Each name once. What is extended counts before what is plain, wherever it stands (RFC 6266, section 4.3).
  var parameters: [ParameterizedValue.Parameter] {
    entries.compactMap { entry in
      let value = entry.extended ?? text(of: entry.pieces) ?? entry.plain
      return value.map { ParameterizedValue.Parameter(entry.name, $0) }
    }
  }

  private func plain(_ raw: Substring.UTF8View) -> String {
    let value = FieldText.unquoted(raw, isForm: isForm) ?? String(Substring(raw))
    // Browsers write a quote so, in forms.
    return isForm ? value.replacingParts("%22", with: "\"") : value
  }

  /// The pieces from the first on up to the first that is missing; `nil` if that is the first.
  private func text(of pieces: [ParameterReader.Found]) -> String? {
    var charset: Charset?
    var text: [UInt8] = []
    var next = 0
    for piece in pieces.sorted(by: { ($0.piece ?? 0) < ($1.piece ?? 0) }) where piece.piece == next {
      if piece.isExtended {
        var value = piece.raw
        // The first alone says which characters there are.
        if next == 0 { (charset, value) = Self.extended(piece.raw) }
        text += bytes(of: value, in: charset)
      } else {
        text += plain(piece.raw).utf8
      }
      next += 1
    }
    return next > 0 ? String(decoding: text, as: UTF8.self) : nil
  }

  /// Takes `charset'language'value` apart (RFC 8187, section 3.2.1).
  private static func extended(_ raw: Substring.UTF8View) -> (Charset?, value: Substring.UTF8View) {
    guard raw.first != UInt8(ascii: "\""), let first = raw.firstIndex(of: UInt8(ascii: "'")),
      let second = raw[raw.index(after: first)...].firstIndex(of: UInt8(ascii: "'"))
    else { return (nil, raw) }
    let name = String(Substring(raw[..<first])).lowercased()
    return (Charset(rawValue: name), raw[raw.index(after: second)...])
  }

  /// The value in UTF-8, still encoded where nobody knows its character set.
  private func bytes(of value: Substring.UTF8View, in charset: Charset?) -> [UInt8] {
    guard let charset else { return Array(plain(value).utf8) }
    let bytes = PercentEncoding.decodedBytes(value)
    let scalars: [Unicode.Scalar]
    switch charset {
    case .utf8: return bytes
    case .latin1: scalars = bytes.map { Unicode.Scalar($0) }
    case .ascii, .usASCII: scalars = bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" }
    }
    return Array(String(String.UnicodeScalarView(scalars)).utf8)
  }
}
