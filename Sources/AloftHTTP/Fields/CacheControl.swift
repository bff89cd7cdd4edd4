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

  /// The value as a field holds it.
  public var description: String {
    directives.map { directive in
      directive.value.map { "\(directive.name)=\(FieldText.quoted($0))" } ?? directive.name
    }.joined(separator: ", ")
  }
}
