/// A response's status: a code of three digits and the phrase that goes with it (RFC 9110, section 15).
public struct Status: Hashable, Sendable, CustomStringConvertible {
  /// The code, 100 to 599.
  public let code: Int
  private let ownPhrase: String?
  /// The phrase, `Not Found`; clients ignore it, people read it.
  public var phrase: String { ownPhrase ?? Self.registeredPhrases[code] ?? "" }

  /// Creates a status.
  ///
  /// - Parameters:
  ///   - code: The code; one outside 100 to 599 cannot be sent and becomes 500.
  ///   - phrase: The phrase; `nil` takes the registered one.
  public init(_ code: Int, phrase: String? = nil) {
    self.code = (100...599).contains(code) ? code : 500
    ownPhrase = phrase
  }

  /// `404 Not Found`
  public var description: String { "\(code) \(phrase)" }

  /// Whether a response of this status never has a body (RFC 9112, section 6.3).
  public var forbidsBody: Bool { code < 200 || code == 204 || code == 304 }

  /// Statuses are equal when their codes are: the phrase means nothing to the protocol.
  public static func == (a: Status, b: Status) -> Bool { a.code == b.code }

  /// Feeds the code, as equality does.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension Status {
  public static var `continue`: Status { Status(100) }
  public static var switchingProtocols: Status { Status(101) }
  public static var ok: Status { Status(200) }
  public static var created: Status { Status(201) }
  public static var accepted: Status { Status(202) }
  public static var noContent: Status { Status(204) }
  public static var partialContent: Status { Status(206) }
  public static var movedPermanently: Status { Status(301) }
  public static var found: Status { Status(302) }
  public static var seeOther: Status { Status(303) }
  public static var notModified: Status { Status(304) }
  public static var temporaryRedirect: Status { Status(307) }
  public static var permanentRedirect: Status { Status(308) }
  public static var badRequest: Status { Status(400) }
  public static var unauthorized: Status { Status(401) }
  public static var forbidden: Status { Status(403) }
  public static var notFound: Status { Status(404) }
  public static var methodNotAllowed: Status { Status(405) }
  public static var notAcceptable: Status { Status(406) }
  public static var requestTimeout: Status { Status(408) }
  public static var conflict: Status { Status(409) }
  public static var gone: Status { Status(410) }
  public static var lengthRequired: Status { Status(411) }
  public static var preconditionFailed: Status { Status(412) }
  public static var contentTooLarge: Status { Status(413) }
  public static var uriTooLong: Status { Status(414) }
  public static var unsupportedMediaType: Status { Status(415) }
  public static var rangeNotSatisfiable: Status { Status(416) }
  public static var expectationFailed: Status { Status(417) }
  public static var misdirectedRequest: Status { Status(421) }
  public static var unprocessableContent: Status { Status(422) }
  public static var preconditionRequired: Status { Status(428) }
  public static var tooManyRequests: Status { Status(429) }
  public static var headerFieldsTooLarge: Status { Status(431) }
  public static var internalServerError: Status { Status(500) }
  public static var notImplemented: Status { Status(501) }
  public static var badGateway: Status { Status(502) }
  public static var serviceUnavailable: Status { Status(503) }
  public static var gatewayTimeout: Status { Status(504) }
  public static var versionNotSupported: Status { Status(505) }

  private static let registeredPhrases: [Int: String] = [
    100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content",
    206: "Partial Content", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
    421: "Misdirected Request", 422: "Unprocessable Content", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout", 505: "HTTP Version Not Supported",
  ]
}
