/// Names of hosts between their two forms: as people read them, and in ASCII as they are asked for.
///
/// Letters are made small, and nothing else is done to them: the standard library has no table of normal forms. A name
/// whose accents are apart from their letters gets a form of its own.
package enum DomainName {
  /// The name in ASCII; `nil` where a label has no such form.
  package static func ascii(_ name: String) -> String? {
    guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return name }
    var labels: [String] = []
    for label in name.lowercased().unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isPoint) {
      if label.allSatisfy(\.isASCII) {
        labels.append(String(label))
      } else {
        guard let encoded = Punycode.encoded(String(label)), encoded.utf8.count <= 63 - prefix.utf8.count else {
          return nil
        }
        labels.append(prefix + encoded)
      }
    }
    return labels.joined(separator: ".")
  }

  /// The name as people read it; a label that stands for nothing, or for what could pass for something else, stays.
  package static func unicode(_ name: String) -> String {
    name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { label in
      decoded(Substring(label)) ?? String(Substring(label))
    }.joined(separator: ".")
  }

  private static let prefix = "xn--"

  /// The points that labels are separated by (RFC 3490, section 3.1).
  private static func isPoint(_ scalar: Unicode.Scalar) -> Bool {
    [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"].contains(scalar)
  }

  private static func decoded(_ label: Substring) -> String? {
    guard label.utf8.count > prefix.utf8.count, FieldText.equal(label.prefix(prefix.utf8.count), prefix),
      let decoded = Punycode.decoded(label.dropFirst(prefix.utf8.count)),
      decoded.unicodeScalars.allSatisfy({ $0.isASCII || mayHold($0) }),
      // What is read must be what is asked for: no capital letters, no second form of the same.
      ascii(decoded).map({ FieldText.equal($0, label) }) == true
    else { return nil }
    return decoded
  }

  /// Whether a letter beyond ASCII can be told from the separators of a URL.
  private static func mayHold(_ scalar: Unicode.Scalar) -> Bool {
    guard isVisible(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .mathSymbol, .modifierSymbol:
      return false
    case .otherPunctuation:
      // Letters of Catalan and Hebrew, and a mark of Japanese, that names are written with (RFC 5892, appendix A).
      return ["\u{B7}", "\u{5F3}", "\u{5F4}", "\u{30FB}"].contains(scalar)
    default: return !(0xFF00...0xFFEF).contains(scalar.value)
    }
  }

  /// Whether people see a character where it stands: no blank, no control, nothing that turns the direction of reading.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
      false
    default: true
    }
  }
}
