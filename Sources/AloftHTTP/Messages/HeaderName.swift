/// The name of a header field, compared without regard to case (RFC 9110, section 5.1).
public struct HeaderName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name as it is written on the wire.
  public let spelling: String

  /// Creates a name; one that is no token (RFC 9110, section 5.6.2) is never sent: the response becomes a 500.
  public init(_ spelling: String) {
    self.spelling = spelling
    isValid = !spelling.isEmpty && spelling.utf8.allSatisfy(\.isToken)
  }

  /// Creates a name from a literal, `"X-Request-ID"`.
  public init(stringLiteral spelling: String) { self.init(spelling) }

  /// The spelling.
  public var description: String { spelling }

  /// Whether the name is a token, as the protocol demands.
  public let isValid: Bool

  /// Names are equal when they differ in case at most.
  public static func == (a: HeaderName, b: HeaderName) -> Bool {
    let left = a.spelling.utf8
    let right = b.spelling.utf8
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { $0.lowercased == $1.lowercased }
  }

  /// Feeds the name in lower case, as equality compares it.
  public func hash(into hasher: inout Hasher) {
    for byte in spelling.utf8 { hasher.combine(byte.lowercased) }
  }
}

extension HeaderName {
  public static let accept: HeaderName = "Accept"
  public static let acceptEncoding: HeaderName = "Accept-Encoding"
  public static let acceptLanguage: HeaderName = "Accept-Language"
  public static let acceptRanges: HeaderName = "Accept-Ranges"
  public static let allow: HeaderName = "Allow"
  public static let authorization: HeaderName = "Authorization"
  public static let cacheControl: HeaderName = "Cache-Control"
  public static let connection: HeaderName = "Connection"
  public static let contentDisposition: HeaderName = "Content-Disposition"
  public static let contentEncoding: HeaderName = "Content-Encoding"
  public static let contentLength: HeaderName = "Content-Length"
  public static let contentRange: HeaderName = "Content-Range"
  public static let contentType: HeaderName = "Content-Type"
  public static let cookie: HeaderName = "Cookie"
  public static let date: HeaderName = "Date"
  public static let entityTag: HeaderName = "ETag"
  public static let expect: HeaderName = "Expect"
  public static let host: HeaderName = "Host"
  public static let ifMatch: HeaderName = "If-Match"
  public static let ifModifiedSince: HeaderName = "If-Modified-Since"
  public static let ifNoneMatch: HeaderName = "If-None-Match"
  public static let ifRange: HeaderName = "If-Range"
  public static let ifUnmodifiedSince: HeaderName = "If-Unmodified-Since"
  public static let lastModified: HeaderName = "Last-Modified"
  public static let location: HeaderName = "Location"
  public static let origin: HeaderName = "Origin"
  public static let range: HeaderName = "Range"
  public static let retryAfter: HeaderName = "Retry-After"
  public static let setCookie: HeaderName = "Set-Cookie"
  public static let trailer: HeaderName = "Trailer"
  public static let transferEncoding: HeaderName = "Transfer-Encoding"
  public static let upgrade: HeaderName = "Upgrade"
  public static let userAgent: HeaderName = "User-Agent"
  public static let vary: HeaderName = "Vary"
}
