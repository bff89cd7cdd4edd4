/// The media types that a client accepts (`Accept`; RFC 9110, section 12.5.1).
public struct AcceptedTypes: Sendable {
  private let preferences: Preferences

  /// Reads a field's value; `nil`, a field that is missing, accepts everything.
  public init(_ text: String?) { preferences = Preferences(text ?? "*/*") }

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

  private static func match(_ item: Preferences.Item, _ type: MediaType) -> Int? {
    guard let range = MediaType(item.value), range.takes(type) else { return nil }
    return range.specificity
  }
}

/// The languages that a client accepts (`Accept-Language`; RFC 9110, section 12.5.4).
public struct AcceptedLanguages: Sendable {
  private let preferences: Preferences

  /// Reads a field's value; `nil`, a field that is missing, accepts everything.
  public init(_ text: String?) { preferences = Preferences(text ?? "*") }

  /// The languages in the order of the client's liking, without those it does not want.
  public var ordered: [String] {
    preferences.items.enumerated().filter { $0.element.quality > 0 }
      .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }.map(\.element.value.value)
  }

  /// Of the languages there are, the one that the client likes best.
  ///
  /// Equal tags come first, `en-GB` for `en-gb`; then `en` for a client who wants `en-US`; then `en-US` for one who
  /// wants `en`.
  ///
  /// - Parameter offered: Language tags, in the order of the server's own liking.
  /// - Returns: `nil` where the client accepts none of them.
  public func best(of offered: [String]) -> String? {
    preferences.best(of: offered) { Self.match($0, Self.normalized($1)) }
      ?? preferences.best(of: offered) { Self.match($0, Self.normalized($1), primary: true) }
      ?? preferences.best(of: offered) { Self.match($0, Self.primary(Self.normalized($1))) }
  }

  /// How much the client likes a language: from 0, not at all, to 1.
  public func quality(of language: String) -> Double {
    preferences.preference(for: language) { Self.match($0, Self.normalized($1)) }?.quality ?? 0
  }

  private static func match(_ item: Preferences.Item, _ tag: String, primary isPrimary: Bool = false) -> Int? {
    let wanted = normalized(item.value.value)
    if wanted == "*" { return 0 }
    return (isPrimary ? primary(wanted) : wanted) == tag ? 1 : nil
  }

  private static func normalized(_ tag: String) -> String {
    String(tag.lowercased().map { $0 == "_" ? "-" : $0 })
  }

  private static func primary(_ tag: String) -> String { tag.split(separator: "-").first.map { String($0) } ?? tag }
}

/// The encodings of content that a client accepts (`Accept-Encoding`; RFC 9110, section 12.5.3), or character sets.
public struct AcceptedEncodings: Sendable {
  private let preferences: Preferences
  private let isMissing: Bool

  /// Reads a field's value; a client that sends none gets content as it is.
  public init(_ text: String?) {
    isMissing = text == nil
    preferences = Preferences(text ?? "")
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

  private static func match(_ item: Preferences.Item, _ name: String) -> Int? {
    let wanted = item.value.value
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
  private let preferences: Preferences

  /// Reads a field's value.
  package init(_ text: String) { preferences = Preferences(text) }

  /// What the client names, with the quality of each, in the order received.
  package var items: [(value: String, quality: Double)] {
    preferences.items.map { ($0.value.description, $0.quality) }
  }

  /// Of what is offered, what the client likes best.
  package func best(of offered: [String]) -> String? { preferences.best(of: offered, Self.match) }

  /// How much the client likes a value: from 0, not at all, to 1.
  package func quality(of value: String) -> Double { preferences.preference(for: value, Self.match)?.quality ?? 0 }

  private static func match(_ item: Preferences.Item, _ value: String) -> Int? {
    if item.value.value == "*" { return 0 }
    return FieldText.equal(item.value.description, value) ? 1 : nil
  }
}

/// Lists as fields hold them.
package enum FieldList {
  /// The items of a comma-separated list, without empty ones and without quotes.
  package static func items(_ text: String) -> [String] { FieldText.list(text) }
}
