public import AloftCore
public import AloftHTTP

/// Answers requests for the application's own hosts alone.
///
/// ```swift
/// app.use(AllowedHosts(["example.com", "*.example.com"]))
/// ```
///
/// A client may ask for any host. Where an application makes links of it, as mails that reset a password hold, the link
/// would lead where the client wants; and a page of another site could have its own name resolved to this machine, and
/// read what is meant for your browser alone. A request for another host is answered with 421.
///
/// It belongs behind ``TrustedProxies``, whose host it sees, and behind ``AccessLog``; in front of ``HTTPSRedirect`` and
/// of whatever makes links.
public struct AllowedHosts: SynchronousMiddleware, CheckedMiddleware {
  private let rules: [Rule]
  /// The hosts of rules without wildcards, as they are mostly sent.
  private let literals: [[UInt8]]
  private let allowsMissing: Bool

  private struct Rule: Sendable {
    let text: String
    let host: HostRule
    let port: Int?

    init(_ text: String) {
      self.text = text
      let digits = text.utf8.reversed().prefix { $0.isDigit }.count
      let name = text.utf8.dropLast(digits)
      guard digits > 0, name.last == UInt8(ascii: ":"), let port = Int(text.suffix(digits)), port <= 65_535,
        !text.hasPrefix("[") || name.dropLast().last == UInt8(ascii: "]")
      else {
        host = HostRule(text)
        port = nil
        return
      }
      host = HostRule(String(Substring(name.dropLast())))
      self.port = port
    }

    var isLiteral: Bool { host.isValid && !text.hasPrefix(".") && !text.hasPrefix("*") }
  }

  /// Those of the machine itself, for development.
  public static let loopback = AllowedHosts(["localhost", ".localhost", "127.0.0.1", "[::1]"])

  /// Creates the middleware.
  ///
  /// - Parameters:
  ///   - hosts: The hosts: `example.com`, `.example.com` for it and all below it, `*.example.com` for all below it, `*`
  ///     for all. One with a port, `example.com:8443`, is asked for by that port alone; else ports have no say.
  ///   - allowsMissing: Whether a request without a host is answered, as some health checks by HTTP/1.0 are.
  public init(_ hosts: [String], allowsMissing: Bool = false) {
    rules = hosts.map(Rule.init)
    literals = rules.filter(\.isLiteral).map { Array($0.text.utf8) }
    self.allowsMissing = allowsMissing
  }

  /// Turns requests for other hosts away.
  public func before(_ request: inout Request) throws -> Response? {
    if isLiteral(request) { return nil }
    let host = request.host
    if host.isEmpty {
      if allowsMissing { return nil }
      throw HTTPError(.badRequest, "the request names no host")
    }
    guard let name = HostName(host), takes(name) else {
      guard request.application.mode == .development else { throw HTTPError(.misdirectedRequest) }
      throw HTTPError(
        .misdirectedRequest,
        """
        '\(host)' is none of the application's hosts, which are \(rules.map(\.text).joined(separator: ", ")). \
        Add it to AllowedHosts if it is one
        """)
    }
    return nil
  }

  private func isLiteral(_ request: Request) -> Bool {
    guard request.namedHost == nil else { return false }
    let received = request.receivedBytes
    let host = received[request.hostRange]
    return literals.contains { $0.elementsEqual(host) }
  }

  private func takes(_ name: HostName) -> Bool {
    rules.contains { rule in rule.host.takes(name) && (rule.port == nil || rule.port == name.port) }
  }

  /// Says which texts are no hosts.
  public func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
    if rules.isEmpty {
      return [
        Diagnostic(
          id: "hosts.none", message: "AllowedHosts allows no host", place: place,
          fix: "Name the hosts that the application is reached by: AllowedHosts([\"example.com\"]).")
      ]
    }
    return rules.filter { !$0.host.isValid }.map { rule in
      Diagnostic(
        id: "hosts.rule", message: "'\(rule.text)' is no host", place: place,
        fix: "Write a name alone, without a scheme or a path: example.com, .example.com or *.example.com.")
    }
  }
}
