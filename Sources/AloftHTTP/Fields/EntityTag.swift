/// What tells one version of a resource from others (`ETag`; RFC 9110, section 8.8.3).
public struct EntityTag: Sendable, Hashable, CustomStringConvertible {
  /// The text between the quotes.
  public let text: String
  /// Whether versions with this tag may differ in ways that mean nothing.
  public let isWeak: Bool

  /// Creates a tag.
  ///
  /// - Parameters:
  ///   - text: Any text; what may not stand in a tag is percent-encoded, so that different texts stay different.
  ///   - isWeak: Whether equal tags mean the same, and not the same bytes.
  public init(_ text: String, isWeak: Bool = false) {
    self.text = PathText.encoded(text, where: { !Self.mayHold($0) })
    self.isWeak = isWeak
  }

  /// Creates a tag of what stands between quotes.
  fileprivate init(received text: Substring.UTF8View, isWeak: Bool) {
    self.text = String(Substring(text))
    self.isWeak = isWeak
  }

  /// Reads a tag as it stands in a field, `"abc"` or `W/"abc"`; `nil` for what is none.
  public init?(parsing field: some StringProtocol) {
    var bytes = FieldText.trimmed(Substring(field).utf8)
    let isWeak = bytes.starts(with: "W/".utf8)
    if isWeak { bytes = bytes.dropFirst(2) }
    guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\""),
      bytes.dropFirst().dropLast().allSatisfy(Self.mayHold)
    else { return nil }
    text = String(Substring(bytes.dropFirst().dropLast()))
    self.isWeak = isWeak
  }

  /// Whether a byte may stand in a tag (`etagc`).
  static func mayHold(_ byte: UInt8) -> Bool { byte == 0x21 || (byte >= 0x23 && byte != 0x7F) }

  /// The tag as a field holds it.
  public var description: String { isWeak ? "W/\"\(text)\"" : "\"\(text)\"" }

  /// The tag of a version that means the same, in other bytes.
  public var weakened: EntityTag { EntityTag(text, isWeak: true) }

  /// Whether both name the same version, byte for byte (RFC 9110, section 8.8.3.2).
  public func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && !other.isWeak && matchesWeakly(other) }

  /// Whether both name a version that means the same.
  public func matchesWeakly(_ other: EntityTag) -> Bool { FieldText.same(text, other.text) }
}

/// The tags that a client has, or wants to be current (`If-None-Match`, `If-Match`; RFC 9110, section 13.1).
public enum EntityTagList: Sendable, Hashable {
  /// Any version at all, `*`.
  case any
  /// These versions.
  case tags([EntityTag])

  /// A field of more tags than this is somebody's attack: what lies behind them is not looked at.
  private static let mostTags = 100

  /// Reads a field's value. Tags without quotes, which old clients send, are taken as strong ones; what is no tag is
  /// passed over.
  public init(_ field: some StringProtocol) {
    // Not by the reader of quoted strings: in a tag a backslash means itself, and a comma may stand in it.
    var rest = FieldText.trimmed(Substring(field).utf8)
    guard !rest.elementsEqual("*".utf8) else {
      self = .any
      return
    }
    var tags: [EntityTag] = []
    while !rest.isEmpty, tags.count < Self.mostTags {
      let isWeak = rest.starts(with: "W/".utf8) || rest.starts(with: "w/".utf8)
      if isWeak { rest = rest.dropFirst(2) }
      let text = Self.takeText(&rest)
      while let first = rest.first, first.isBlank { rest.removeFirst() }
      // A tag ends where its element does, or it is none.
      if let text, rest.isEmpty || rest.first == UInt8(ascii: ",") {
        tags.append(EntityTag(received: text, isWeak: isWeak))
      }
      rest = rest.firstIndex(of: UInt8(ascii: ",")).map { rest[rest.index(after: $0)...] } ?? rest[rest.endIndex...]
      while let first = rest.first, first.isBlank || first == UInt8(ascii: ",") { rest.removeFirst() }
    }
    self = .tags(tags)
  }

  /// Takes what stands between quotes, or without them up to a blank or a comma.
  private static func takeText(_ rest: inout Substring.UTF8View) -> Substring.UTF8View? {
    guard rest.first == UInt8(ascii: "\"") else {
      let end = rest.firstIndex { $0.isBlank || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") } ?? rest.endIndex
      defer { rest = rest[end...] }
      return end == rest.startIndex ? nil : rest[..<end]
    }
    let inner = rest.dropFirst()
    guard let end = inner.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    defer { rest = inner[inner.index(after: end)...] }
    return inner[..<end]
  }

  /// Whether the current version is one of these, byte for byte.
  ///
  /// - Parameter tag: The current version's tag; `nil` where it has none.
  public func containsStrongly(_ tag: EntityTag?) -> Bool {
    switch self {
    case .any: true
    case .tags(let tags): tag.map { tag in tags.contains { $0.matchesStrongly(tag) } } ?? false
    }
  }

  /// Whether the current version means the same as one of these.
  ///
  /// - Parameter tag: The current version's tag; `nil` where it has none.
  public func containsWeakly(_ tag: EntityTag?) -> Bool {
    switch self {
    case .any: true
    case .tags(let tags): tag.map { tag in tags.contains { $0.matchesWeakly(tag) } } ?? false
    }
  }
}
