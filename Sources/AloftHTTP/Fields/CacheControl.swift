/// What may be kept of a response, and for how long (`Cache-Control`; RFC 9111, section 5.2).
public struct CacheControl: Sendable, Hashable, CustomStringConvertible {
  /// One directive, `max-age=60` or `no-store`.
  public struct Directive: Sendable, Hashable {
    /// The name, in lower case.
    public let name: String
    /// The argument, without quotes; `nil` for none.
    public let value: String?

    /// Creates a directive; the name is kept in lower case.
    public init(_ name: String, _ value: String? = nil) {
      self.name = name.lowercased()
      self.value = value
    }
  }

  /// The directives in order.
  public var directives: [Directive]

  /// Creates a value of directives.
  public init(_ directives: [Directive]) { self.directives = directives }

  /// Reads a field's value.
  public init(parsing field: some StringProtocol) {
    directives = FieldText.split(field, at: UInt8(ascii: ",")).prefix(50).compactMap { part in
      let equals = part.firstIndex(of: UInt8(ascii: "="))
      let name = FieldText.trimmed(part[..<(equals ?? part.endIndex)])
      guard !name.isEmpty else { return nil }
      guard let equals else { return Directive(String(Substring(name))) }
      let value = FieldText.trimmed(part[part.index(after: equals)...])
      return Directive(String(Substring(name)), FieldText.unquoted(value) ?? String(Substring(value)))
    }
  }

  /// Whether a directive is there, whatever the case of its name.
  public func contains(_ name: String) -> Bool { directives.contains { FieldText.equal($0.name, name) } }

  /// The argument of a directive; `nil` where it has none, or is not there.
  public subscript(name: String) -> String? { directives.first { FieldText.equal($0.name, name) }?.value }

  /// The time that a directive names, `max-age` or the like; `nil` where it names none.
  ///
  /// One too long to count is the longest that caches know (RFC 9111, section 1.2.2).
  public func duration(_ name: String) -> Duration? {
    guard let digits = self[name].map({ Substring($0).utf8 }), !digits.isEmpty, digits.allSatisfy(\.isDigit) else {
      return nil
    }
    return .seconds(min(FieldText.decimal(digits) ?? Self.mostSeconds, Self.mostSeconds))
  }

  private static let mostSeconds = 1 << 31

  /// The value as a field holds it.
  public var description: String {
    directives.map { directive in
      directive.value.map { "\(directive.name)=\(FieldText.quoted($0))" } ?? directive.name
    }.joined(separator: ", ")
  }
}

extension CacheControl.Directive {
  /// Nothing is kept anywhere.
  public static let noStore = Self("no-store")
  /// What is kept is used only after asking whether it is still current.
  public static let noCache = Self("no-cache")
  /// Only the client itself may keep it.
  public static let `private` = Self("private")
  /// Caches that many clients share may keep it, even if the request held credentials.
  public static let `public` = Self("public")
  /// What is no longer fresh is not used without asking.
  public static let mustRevalidate = Self("must-revalidate")
  /// It does not change while it is fresh (RFC 8246).
  public static let immutable = Self("immutable")

  /// How long it is fresh.
  public static func maxAge(_ time: Duration) -> Self { Self("max-age", time) }
  /// How long it is fresh for caches that many clients share.
  public static func sharedMaxAge(_ time: Duration) -> Self { Self("s-maxage", time) }
  /// How long it may be used afterwards while a new one is fetched (RFC 5861).
  public static func staleWhileRevalidate(_ time: Duration) -> Self { Self("stale-while-revalidate", time) }
  /// How long it may be used afterwards if no new one can be had (RFC 5861).
  public static func staleIfError(_ time: Duration) -> Self { Self("stale-if-error", time) }

  private init(_ name: String, _ time: Duration) { self.init(name, "\(max(0, time.components.seconds))") }
}
