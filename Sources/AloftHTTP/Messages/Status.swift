/// A response's status: a code of three digits and the phrase that goes with it (RFC 9110, section 15).
public struct Status: Hashable, Sendable, CustomStringConvertible {
  /// The code, 100 to 599.
  public let code: Int
  /// The phrase, `Not Found`; clients ignore it, people read it.
  public let phrase: String

  /// Creates a status.
  ///
  /// - Parameters:
  ///   - code: The code; one outside 100 to 599 cannot be sent and becomes 500.
  ///   - phrase: The phrase; `nil` takes the registered one.
  public init(_ code: Int, phrase: String? = nil) {
    self.code = (100...599).contains(code) ? code : 500
    self.phrase = phrase ?? Self.phrase(of: self.code)
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
  public static let `continue` = Status(100, phrase: "Continue")
  public static let switchingProtocols = Status(101, phrase: "Switching Protocols")
  public static let ok = Status(200, phrase: "OK")
  public static let created = Status(201, phrase: "Created")
  public static let accepted = Status(202, phrase: "Accepted")
  public static let noContent = Status(204, phrase: "No Content")
  public static let partialContent = Status(206, phrase: "Partial Content")
  public static let movedPermanently = Status(301, phrase: "Moved Permanently")
  public static let found = Status(302, phrase: "Found")
  public static let seeOther = Status(303, phrase: "See Other")
  public static let notModified = Status(304, phrase: "Not Modified")
  public static let temporaryRedirect = Status(307, phrase: "Temporary Redirect")
  public static let permanentRedirect = Status(308, phrase: "Permanent Redirect")
  public static let badRequest = Status(400, phrase: "Bad Request")
  public static let unauthorized = Status(401, phrase: "Unauthorized")
  public static let forbidden = Status(403, phrase: "Forbidden")
  public static let notFound = Status(404, phrase: "Not Found")
  public static let methodNotAllowed = Status(405, phrase: "Method Not Allowed")
  public static let notAcceptable = Status(406, phrase: "Not Acceptable")
  public static let requestTimeout = Status(408, phrase: "Request Timeout")
  public static let conflict = Status(409, phrase: "Conflict")
  public static let gone = Status(410, phrase: "Gone")
  public static let lengthRequired = Status(411, phrase: "Length Required")
  public static let preconditionFailed = Status(412, phrase: "Precondition Failed")
  public static let contentTooLarge = Status(413, phrase: "Content Too Large")
  public static let uriTooLong = Status(414, phrase: "URI Too Long")
  public static let unsupportedMediaType = Status(415, phrase: "Unsupported Media Type")
  public static let rangeNotSatisfiable = Status(416, phrase: "Range Not Satisfiable")
  public static let expectationFailed = Status(417, phrase: "Expectation Failed")
  public static let unprocessableContent = Status(422, phrase: "Unprocessable Content")
  public static let tooManyRequests = Status(429, phrase: "Too Many Requests")
  public static let headerFieldsTooLarge = Status(431, phrase: "Request Header Fields Too Large")
  public static let internalServerError = Status(500, phrase: "Internal Server Error")
  public static let notImplemented = Status(501, phrase: "Not Implemented")
  public static let badGateway = Status(502, phrase: "Bad Gateway")
  public static let serviceUnavailable = Status(503, phrase: "Service Unavailable")
  public static let gatewayTimeout = Status(504, phrase: "Gateway Timeout")
  public static let versionNotSupported = Status(505, phrase: "HTTP Version Not Supported")

  private static let known: [Int: String] = {
    let statuses: [Status] = [
      .continue, .switchingProtocols, .ok, .created, .accepted, .noContent, .partialContent, .movedPermanently, .found,
      .seeOther, .notModified, .temporaryRedirect, .permanentRedirect, .badRequest, .unauthorized, .forbidden,
      .notFound, .methodNotAllowed, .notAcceptable, .requestTimeout, .conflict, .gone, .lengthRequired,
      .preconditionFailed, .contentTooLarge, .uriTooLong, .unsupportedMediaType, .rangeNotSatisfiable,
      .expectationFailed, .unprocessableContent, .tooManyRequests, .headerFieldsTooLarge, .internalServerError,
      .notImplemented, .badGateway, .serviceUnavailable, .gatewayTimeout, .versionNotSupported,
    ]
    return Dictionary(uniqueKeysWithValues: statuses.map { ($0.code, $0.phrase) })
  }()

  private static func phrase(of code: Int) -> String { known[code] ?? "" }
}
