/// A tag of a language, `en-GB`, in the form that tags are compared in (RFC 5646, section 2.1.1).
struct LanguageTag: Sendable, Hashable {
  /// In lower case, with hyphens.
  private let bytes: [UInt8]

  /// Reads a tag; underscores, which programs have in names of locales, are hyphens.
  init(_ text: String) {
    bytes = text.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0.lowercased }
  }

  /// Whether it means every language.
  var isStar: Bool { bytes == [UInt8(ascii: "*")] }

  /// What says more is longer.
  var length: Int { bytes.count }

  /// Whether this is a variant of another, as `en-GB` is of `en`.
  func isBelow(_ other: LanguageTag) -> Bool {
    bytes.count > other.bytes.count && bytes[other.bytes.count] == UInt8(ascii: "-") && bytes.starts(with: other.bytes)
  }
}
