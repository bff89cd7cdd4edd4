/// The media types that a client accepts (`Accept`; RFC 9110, section 12.5.1).
public struct AcceptedTypes: Sendable {
  private let preferences: Preferences<MediaType>

  /// Reads a field's value; `nil`, a field that is missing, accepts everything.
  public init(_ text: String?) { preferences = Preferences(text ?? "*/*") { MediaType($0) } }

  /// Of the types that can be sent, the one that the client likes best.
  ///
  /// - Parameter offered: Media types, in the order of the server's own liking.
  /// - Returns: `nil` where the client accepts none of them.
  public func best(of offered: [String]) -> String? {
    let types = offered.compactMap { text in MediaType(text).map { (text: text, type: $0) } }
    return preferences.best(of: types) { Self.match($0, $1.type) }?.text
  }

  /// How much the client likes a media type: from 0, not at all, to 1.
  public func quality(of type: String) -> Double {
    guard let type = MediaType(type) else { return 0 }
    return preferences.preference(for: type, Self.match)?.quality ?? 0
  }

  private static func match(_ range: MediaType, _ type: MediaType) -> Int? {
    guard range.takes(type) else { return nil }
    // Of types that one range takes, the one that is just what it says comes before those that are more than that.
    let isExact = range.subtype != "*" && range.parameters.count == type.parameters.count
    return range.specificity * 2 + (isExact ? 1 : 0)
  }
}

/// The languages that a client accepts (`Accept-Language`; RFC 9110, section 12.5.4).
public struct AcceptedLanguages: Sendable {
  private let preferences: Preferences<Language>

  private struct Language: Sendable, Hashable {
    /// As the client wrote it.
    let text: String
    let tag: LanguageTag

    init(_ text: String) {
      self.text = text
      tag = LanguageTag(text)
    }
  }

  /// Reads a field's value; `nil`, a field that is missing, accepts everything.
  public init(_ text: String?) { preferences = Preferences(text ?? "*") { Language($0.value) } }

  /// The languages in the order of the client's liking, without those it does not want.
  public var ordered: [String] {
    preferences.items.enumerated().filter { $0.element.quality > 0 }
      .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }.map(\.element.value.text)
  }

  /// Of the languages there are, the one that the client likes best.
  ///
  /// Equal tags come first, `en-GB` for `en-gb`; then `en` for a client who wants `en-US` (RFC 4647, section 3.4); then
  /// `en-US` for one who wants `en`; then whatever a `*` takes. What the client excludes is never chosen.
  ///
  /// - Parameter offered: Language tags, in the order of the server's own liking.
  /// - Returns: `nil` where the client accepts none of them.
  public func best(of offered: [String]) -> String? {
    let languages = offered.map { Language($0) }.filter { !excludes($0.tag) }
    let best =
      preferences.best(of: languages) { $0.tag == $1.tag ? 0 : nil }
      ?? preferences.best(of: languages) { $0.tag.isBelow($1.tag) ? $1.tag.length : nil }
      ?? preferences.best(of: languages) { $1.tag.isBelow($0.tag) ? $0.tag.length : nil }
      ?? preferences.best(of: languages) { language, _ in language.tag.isStar ? 0 : nil }
    return best?.text
  }

  /// How much the client likes a language: from 0, not at all, to 1.
  public func quality(of language: String) -> Double {
    let tag = LanguageTag(language)
    return preferences.preference(for: tag) { $0.tag == $1 ? 1 : $0.tag.isStar ? 0 : nil }?.quality ?? 0
  }

  /// Whether the client names a language, or one it belongs to, as one it does not want.
  private func excludes(_ tag: LanguageTag) -> Bool {
    preferences.preference(for: tag) { $0.tag == $1 || $1.isBelow($0.tag) ? $0.tag.length : nil }?.quality == 0
  }
}

/// The encodings of content that a client accepts (`Accept-Encoding`; RFC 9110, section 12.5.3), or character sets.
public struct AcceptedEncodings: Sendable {
  private let preferences: Preferences<String>
  private let isMissing: Bool

  /// Reads a field's value; a client that sends none gets content as it is.
  public init(_ text: String?) {
    isMissing = text == nil
    preferences = Preferences(text ?? "", \.value)
  }

  /// Of the encodings that can be sent, the one that the client likes best.
  ///
  /// - Parameter offered: Names such as `br` and `gzip`, in the order of the server's own liking; `identity`, content as
  ///   it is, is acceptable unless the client excludes it, and liked less than what the client names.
  /// - Returns: `nil` where the client accepts none of them.
  public func best(of offered: [String]) -> String? {
    if isMissing { return offered.first { $0 == "identity" } }
    let named = preferences.best(of: offered.filter { $0 != "identity" }, Self.match)
    guard offered.contains("identity") else { return named }
    let identity = preferences.preference(for: "identity", Self.match)
    // What was named is a wish, unless content as it is was wished for more.
    if let named, quality(of: named) >= (identity.flatMap { $0.specificity > 0 ? $0.quality : nil } ?? 0) {
      return named
    }
    return identity?.quality == 0 ? nil : "identity"
  }

  /// How much the client likes an encoding: from 0, not at all, to 1.
  public func quality(of encoding: String) -> Double {
    if isMissing { return encoding == "identity" ? 1 : 0 }
    let found = preferences.preference(for: encoding, Self.match)
    return found?.quality ?? (encoding == "identity" ? 1 : 0)
  }

  private static func match(_ wanted: String, _ name: String) -> Int? {
    if wanted == "*" { return 0 }
    // Old clients have other names for the same (RFC 9110, section 8.4.1.3).
    return FieldText.equal(wanted, name) || (name == "gzip" && FieldText.equal(wanted, "x-gzip")) ? 1 : nil
  }
}

extension Request {
  /// The media types that the client accepts.
  public var acceptedTypes: AcceptedTypes { AcceptedTypes(joined(.accept)) }

  /// The languages that the client accepts.
  public var acceptedLanguages: AcceptedLanguages { AcceptedLanguages(joined(.acceptLanguage)) }

  /// The encodings of content that the client accepts.
  public var acceptedEncodings: AcceptedEncodings { AcceptedEncodings(joined(.acceptEncoding)) }

  /// Of the media types that can be sent, the one that the client likes best; `nil` where it accepts none of them.
  ///
  /// - Parameter types: Media types, in the order of the server's own liking.
  public func accepts(_ types: String...) -> String? { acceptedTypes.best(of: types) }

  /// The lines of a list field as one (RFC 9110, section 5.3); `nil` where there is none.
  package func joined(_ name: HeaderName) -> String? {
    guard let first = headers[name] else { return nil }
    let values = headers.values(of: name)
    return values.count == 1 ? first : values.joined(separator: ", ")
  }
}

/// What a client accepts of anything, by plain names: what the other types are special kinds of.
package struct AcceptedValues: Sendable {
  private let preferences: Preferences<ParameterizedValue>

  /// Reads a field's value.
  package init(_ text: String) { preferences = Preferences(text) { $0 } }

  /// What the client names, with the quality of each, in the order received.
  package var items: [(value: String, quality: Double)] {
    preferences.items.map { ($0.value.description, $0.quality) }
  }

  /// Of what is offered, what the client likes best.
  package func best(of offered: [String]) -> String? { preferences.best(of: offered, Self.match) }

  /// How much the client likes a value: from 0, not at all, to 1.
  package func quality(of value: String) -> Double { preferences.preference(for: value, Self.match)?.quality ?? 0 }

  private static func match(_ wanted: ParameterizedValue, _ value: String) -> Int? {
    if wanted.value == "*" { return 0 }
    return FieldText.equal(wanted.description, value) ? 1 : nil
  }
}

/// Lists as fields hold them.
package enum FieldList {
  /// The items of a comma-separated list, without empty ones and without quotes.
  package static func items(_ text: String) -> [String] { FieldText.list(text) }
}
