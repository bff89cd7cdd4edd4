public import AloftHTTP

/// Sends each request's id with its response, so that a user's report can be found in the log.
///
/// ```swift
/// app.use(RequestID())
/// ```
///
/// The id is ``Request/id``, which log lines and error pages carry as well. A proxy that makes ids of its own, and
/// replaces those that clients send, may be trusted: its id is taken over then. Whatever could harm a log is not: an id
/// is at most 128 letters, digits and `-_.:+/=@`.
///
/// It belongs behind ``TrustedProxies`` and in front of ``AccessLog``.
public struct RequestID: SynchronousMiddleware {
  private let header: HeaderName
  private let trustsIncoming: Bool
  private static let longest = 128

  /// Creates the middleware.
  ///
  /// - Parameters:
  ///   - header: The field that carries the id.
  ///   - trustsIncoming: Whether the id of a request that brings one is taken over. Say so only behind a proxy that
  ///     sets it for all requests: anybody else could give many requests one id.
  public init(header: HeaderName = "X-Request-ID", trustsIncoming: Bool = false) {
    self.header = header
    self.trustsIncoming = trustsIncoming
  }

  /// Takes over the id that a trusted proxy has given.
  public func before(_ request: inout Request) -> Response? {
    guard trustsIncoming else { return nil }
    let sent = request.headers.values(of: header)
    // Of two nobody knows which one is the proxy's.
    if sent.count == 1, Self.isSane(sent[0]) { request.id = sent[0] }
    return nil
  }

  /// Sends the id.
  public func after(_ response: inout Response, for request: Request) { response.headers[header] = request.id }

  private static func isSane(_ text: String) -> Bool {
    (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy(isSane)
  }

  private static func isSane(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "@"):
      true
    default: false
    }
  }
}
