/// A cookie for a client to keep (`Set-Cookie`; RFC 6265bis, section 4.1).
///
/// ```swift
/// Reply("saved", cookies: [Cookie("theme", "dark", maxAge: .seconds(30 * 86_400))])
/// ```
///
/// Unless said otherwise scripts can't read it, other sites' forms and frames don't send it, and it is sent back
/// encrypted only if it was set so.
public struct Cookie: Sendable, Hashable {
  /// With which requests from other sites it is sent.
  public enum SameSite: String, Sendable, Hashable, CaseIterable {
    /// With none.
    case strict = "Strict"
    /// When somebody follows a link.
    case lax = "Lax"
    /// With all; needs an encrypted connection.
    case none = "None"
  }

  /// The name, a token.
  public var name: String
  /// The value, any text: what may not stand in a cookie is escaped.
  public var value: String
  /// The hosts below this one get it too; `nil` for the host that sets it alone.
  public var domain: String?
  /// The paths below this one get it; `nil` for those beside the one that set it.
  public var path: String?
  /// When it ends, in seconds since 1970; without this and ``maxAge`` it ends with the browser's session.
  public var expires: Int?
  /// How long it lives; it counts before ``expires``.
  public var maxAge: Duration?
  /// Whether it is sent over encrypted connections alone; `nil`: if it was set over one.
  public var isSecure: Bool?
  /// Whether it is kept from scripts.
  public var isHTTPOnly: Bool
  /// With which requests from other sites it is sent; `nil` leaves that to the browser.
  public var sameSite: SameSite?
  /// Whether each site that embeds this one has a jar of its own for it; needs an encrypted connection.
  public var isPartitioned: Bool

  /// Creates a cookie; see the properties.
  public init(
    _ name: String, _ value: String, domain: String? = nil, path: String? = "/", expires: Int? = nil,
    maxAge: Duration? = nil, isSecure: Bool? = nil, isHTTPOnly: Bool = true, sameSite: SameSite? = .lax,
    isPartitioned: Bool = false
  ) {
    self.name = name
    self.value = value
    self.domain = domain
    self.path = path
    self.expires = expires
    self.maxAge = maxAge
    self.isSecure = isSecure
    self.isHTTPOnly = isHTTPOnly
    self.sameSite = sameSite
    self.isPartitioned = isPartitioned
  }

  /// A cookie that makes a client forget the one of the name, domain and path.
  public static func deletion(of name: String, domain: String? = nil, path: String? = "/") -> Cookie {
    Cookie(name, "", domain: domain, path: path, expires: 0, maxAge: .zero)
  }

  /// The most bytes that browsers keep of a cookie; larger ones they drop without a word.
  private static let mostBytes = 4096

  /// The cookie as a field holds it.
  ///
  /// - Parameter isSecureRequest: Whether the request that is answered came over an encrypted connection.
  /// - Throws: ``CookieError`` for what no browser would keep.
  public func fieldValue(isSecureRequest: Bool) throws(CookieError) -> String {
    guard !name.isEmpty, name.utf8.allSatisfy(\.isToken) else {
      throw CookieError(name, "its name may have letters, digits and any of !#$%&'*+-.^_`|~")
    }
    let hasPrefix = FieldText.equal(name.prefix(7), "__Host-") || FieldText.equal(name.prefix(9), "__Secure-")
    let isSecure = isSecure ?? (isSecureRequest || hasPrefix || sameSite == SameSite.none || isPartitioned)
    guard isSecure || !(hasPrefix || isPartitioned || sameSite == SameSite.none) else {
      throw CookieError(name, "with such a name, SameSite=None or Partitioned it has to be secure")
    }
    if FieldText.equal(name.prefix(7), "__Host-"), domain != nil || path != "/" {
      throw CookieError(name, "a __Host- cookie has no domain, and the path /")
    }
    var text = "\(name)=\(Self.encoded(value))"
    if let domain { text += "; Domain=\(try Self.encoded(domain: domain, name))" }
    if let expires { text += "; Expires=\(HTTPDate.text(secondsSince1970: expires))" }
    if let maxAge { text += "; Max-Age=\(Self.seconds(maxAge))" }
    if isSecure { text += "; Secure" }
    if isHTTPOnly { text += "; HttpOnly" }
    if let path { text += "; Path=\(try Self.encoded(path: path, name))" }
    if let sameSite { text += "; SameSite=\(sameSite.rawValue)" }
    if isPartitioned { text += "; Partitioned" }
    guard text.utf8.count <= Self.mostBytes else {
      throw CookieError(name, "it has \(text.utf8.count) bytes, and browsers drop those of more than \(Self.mostBytes)")
    }
    return text
  }

  /// Whole seconds, a part of one as one: none at all would end the cookie at once.
  private static func seconds(_ time: Duration) -> Int64 {
    let (seconds, rest) = time.components
    return rest > 0 && seconds < .max ? seconds + 1 : seconds
  }

  /// Longer ones browsers ignore, and take the path of the page instead (RFC 6265bis, section 5.6).
  private static let longestPath = 1024

  private static func encoded(path: String, _ name: String) throws(CookieError) -> String {
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw CookieError(name, "its path '\(path)' has to begin with a slash")
    }
    let encoded = PathText.encodedCookiePath(path)
    guard encoded.utf8.count <= longestPath else {
      throw CookieError(name, "its path has \(encoded.utf8.count) bytes, and browsers ignore more than \(longestPath)")
    }
    return encoded
  }

  /// A value, quoted where it holds what may not stand in one, with octal numbers for bytes as Python writes them.
  private static func encoded(_ value: String) -> String {
    guard !value.utf8.allSatisfy(isPlain) else { return value }
    var text = "\""
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text += "\\"
        text.unicodeScalars.append(Unicode.Scalar(byte))
      case _ where byte == 0x20 || isPlain(byte): text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return text + "\""
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21..<0x7F).contains(byte)
      && ![UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\\")]
        .contains(byte)
  }

  private static func encoded(domain: String, _ name: String) throws(CookieError) -> String {
    let host = domain.split(separator: ":", omittingEmptySubsequences: false).first.map { String($0) } ?? ""
    let bare = String(host.drop { $0 == "." })
    guard let encoded = DomainName.ascii(bare), !encoded.isEmpty,
      encoded.utf8.allSatisfy({
        $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0.isDigit || $0.lowercased &- 0x61 < 26
      })
    else { throw CookieError(name, "its domain '\(domain)' is no name of a host") }
    return encoded
  }
}

/// Why a cookie can't be set.
public struct CookieError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The cookie and what is wrong with it.
  public let description: String

  init(_ name: String, _ problem: String) { description = "the cookie '\(name)' can't be set: \(problem)" }
}

extension Response {
  /// Sets a cookie.
  ///
  /// - Parameters:
  ///   - cookie: The cookie.
  ///   - request: The request that is answered: over an encrypted connection the cookie is for such ones only.
  /// - Throws: ``CookieError`` for what no browser would keep.
  public mutating func setCookie(_ cookie: Cookie, for request: Request) throws(CookieError) {
    headers.append(.setCookie, try cookie.fieldValue(isSecureRequest: request.isSecure))
  }

  /// Makes the client forget a cookie.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - domain: The domain it was set with.
  ///   - path: The path it was set with.
  ///   - request: The request that is answered.
  /// - Throws: ``CookieError`` for what no browser could have kept.
  public mutating func deleteCookie(
    _ name: String, domain: String? = nil, path: String? = "/", for request: Request
  ) throws(CookieError) {
    try setCookie(.deletion(of: name, domain: domain, path: path), for: request)
  }
}
