public import AloftCore
public import AloftHTTP
internal import Logging

/// Believes what proxies in front say of a request: who sent it, and by which scheme.
///
/// ```swift
/// app.use(TrustedProxies(hops: 1))                                    // nginx alone stands in front
/// app.use(TrustedProxies(from: ["10.0.0.0/8", .unixSocket]))          // or whoever comes from there
/// ```
///
/// A client can send these fields too. Each proxy adds what it knows behind what was sent, so only so many entries count,
/// from the end, as there are proxies of your own; what stands in front of them is a stranger's word. With a number of
/// hops, make sure that nobody reaches the application around them.
///
/// Of the host that was asked for and of a prefix that was taken off proxies must be believed by name: those that don't
/// set these fields hand on what the client has sent.
///
/// It sets ``Request/origin``, which ``Request/host``, ``Request/scheme``, ``Request/clientAddress`` and URLs follow. It
/// belongs in front of everything else.
public struct TrustedProxies: SynchronousMiddleware, CheckedMiddleware {
  /// The fields in which proxies say what they know.
  public enum Fields: Sendable, Hashable {
    /// `X-Forwarded-For`, `X-Forwarded-Proto`, `X-Forwarded-Host` and `X-Forwarded-Prefix`.
    case xForwarded
    /// `Forwarded` (RFC 7239).
    case forwarded
  }

  /// What proxies are believed.
  public struct Facts: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    /// Creates a set of the bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Who sent the request.
    public static let client = Facts(rawValue: 1)
    /// Whether it was sent by https.
    public static let scheme = Facts(rawValue: 2)
    /// The host that was asked for, where the proxy sends another one in `Host`.
    public static let host = Facts(rawValue: 4)
    /// The path in front of the application's own that was taken off.
    public static let prefix = Facts(rawValue: 8)
  }

  /// From where a proxy connects.
  public struct Peer: Sendable, Hashable, ExpressibleByStringLiteral {
    enum Kind: Sendable, Hashable {
      case network(String, IPNetwork?)
      case unixSocket
    }

    let kind: Kind

    private init(_ kind: Kind) { self.kind = kind }

    /// Reads an address, `10.0.0.7`, or a network, `10.0.0.0/8`; another text is reported when the application is
    /// checked.
    public init(_ text: String) { kind = .network(text, IPNetwork(text)) }

    /// Reads an address or a network; see ``init(_:)``.
    public init(stringLiteral text: String) { self.init(text) }

    /// Whoever connects to the application's Unix socket, which the rights of its file decide.
    public static let unixSocket = Peer(.unixSocket)
  }

  private enum Chain: Sendable {
    case hops(Int)
    case peers([Peer])
  }

  private static let forwarded: HeaderName = "Forwarded"
  private static let forwardedFor: HeaderName = "X-Forwarded-For"
  private static let forwardedProto: HeaderName = "X-Forwarded-Proto"
  private static let forwardedHost: HeaderName = "X-Forwarded-Host"
  private static let forwardedPrefix: HeaderName = "X-Forwarded-Prefix"

  private let chain: Chain
  private let fields: Fields
  private let facts: Facts

  /// Creates the middleware for a number of proxies that every request passes.
  ///
  /// - Parameters:
  ///   - hops: How many of them stand one behind the other; no more entries are believed. A request with fewer entries
  ///     did not pass them all, and is believed nothing.
  ///   - fields: The fields they set. The other ones are not looked at.
  ///   - facts: What is believed.
  public init(hops: Int, fields: Fields = .xForwarded, believing facts: Facts = [.client, .scheme]) {
    chain = .hops(hops)
    self.fields = fields
    self.facts = facts
  }

  /// Creates the middleware for proxies that are known by where they connect from.
  ///
  /// The entries count from the end as long as they are of such proxies; the first one that is not is the client.
  ///
  /// - Parameters:
  ///   - peers: From where they connect.
  ///   - fields: The fields they set. The other ones are not looked at.
  ///   - facts: What is believed.
  public init(from peers: [Peer], fields: Fields = .xForwarded, believing facts: Facts = [.client, .scheme]) {
    chain = .peers(peers)
    self.fields = fields
    self.facts = facts
  }

  /// Notes what is believed as the request's origin.
  public func before(_ request: inout Request) -> Response? {
    let elements = self.elements(of: request)
    guard !elements.isEmpty else { return nil }
    switch chain {
    case .hops(let hops):
      guard hops > 0 else { return nil }
      guard elements.count >= hops else {
        report("a request has passed \(elements.count) proxies, and not \(hops): they are not believed", request)
        return nil
      }
      believe(elements[(elements.count - hops)...], &request)
    case .peers(let peers):
      guard Self.isTrusted(request.peer, by: peers) else {
        report("a peer that is not trusted calls itself a proxy", request)
        return nil
      }
      believe(elements[Self.client(in: elements, behind: peers)...], &request)
    }
    return nil
  }

  /// Says what is wrong with the proxies.
  public func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    func report(_ id: String, _ message: String, _ fix: String) {
      problems.append(Diagnostic(id: id, message: message, place: place, fix: fix))
    }
    if level == .route {
      report(
        "proxies.level", "TrustedProxies stands behind the router, which has looked at the host already",
        "Add it to the application, as the first: app.use(TrustedProxies(…)).")
    }
    switch chain {
    case .hops(let hops):
      if hops < 1 {
        report("proxies.hops", "TrustedProxies trusts \(hops) proxies", "Say how many there are, or leave it out.")
      }
    case .peers(let peers):
      if peers.isEmpty {
        report("proxies.peers", "TrustedProxies trusts no peer", "Say from where proxies connect, or leave it out.")
      }
      for case .network(let text, let network) in peers.map(\.kind) {
        if network == nil {
          report("proxies.network", "'\(text)' is no network", "Write an address or a network: 10.0.0.7, 10.0.0.0/8.")
        } else if text.hasSuffix("/0") {
          report(
            "proxies.network", "'\(text)' holds every address, so that every client would be believed",
            "Name the network that the proxies are in, or their number: TrustedProxies(hops: 1).")
        }
      }
    }
    return problems
  }

  // MARK: - The fields

  /// What each proxy says, that of the nearest last.
  private func elements(of request: Request) -> [ForwardedElement] {
    switch fields {
    case .forwarded: request.joined(Self.forwarded).map { ForwardedElement.elements(of: $0) } ?? []
    case .xForwarded:
      ForwardedElement.elements(
        for: request.joined(Self.forwardedFor),
        proto: facts.contains(.scheme) ? request.joined(Self.forwardedProto) : nil,
        host: facts.contains(.host) ? request.joined(Self.forwardedHost) : nil,
        prefix: facts.contains(.prefix) ? request.joined(Self.forwardedPrefix) : nil)
    }
  }

  /// Believes the entries of proxies.
  ///
  /// - Parameter elements: Those of trusted proxies only, the outermost first. A proxy that replaces a field, instead of
  ///   adding to it, leaves the entries of those in front of it empty.
  private func believe(_ elements: ArraySlice<ForwardedElement>, _ request: inout Request) {
    var origin = RequestOrigin()
    if facts.contains(.client) {
      origin.client = elements.first?.client
      if origin.client == nil { report("a proxy names no address of its client", request) }
    }
    if facts.contains(.scheme) { origin.scheme = elements.lazy.compactMap(\.scheme).first }
    if facts.contains(.prefix) { origin.prefix = elements.lazy.compactMap(\.prefix).first ?? "" }
    if facts.contains(.host), let text = elements.lazy.compactMap(\.host).first {
      if HostName(text) != nil { origin.host = text } else { report("a proxy names a host that is none", request) }
    }
    request.origin = origin
  }

  // MARK: - Peers

  private static func isTrusted(_ peer: String, by peers: [Peer]) -> Bool {
    let address = IPAddress.withoutPort(peer)
    return peers.contains { trusted in
      switch trusted.kind {
      case .network(_, let network): address.flatMap { network?.contains($0) } ?? false
      case .unixSocket: address == nil
      }
    }
  }

  /// The place of the entry that names the client: the last one that names no trusted proxy, or the first of all.
  private static func client(in elements: [ForwardedElement], behind peers: [Peer]) -> Int {
    let networks = peers.compactMap { if case .network(_, let network) = $0.kind { network } else { nil } }
    return elements.lastIndex { element in
      guard let address = element.client.flatMap({ IPAddress($0) }) else { return true }
      return !networks.contains { $0.contains(address) }
    } ?? 0
  }

  private func report(_ message: String, _ request: Request) {
    guard request.application.logger.logLevel <= .debug else { return }
    request.logger.debug("\(message)", metadata: ["peer": "\(request.peer)"])
  }
}
