/// A request: what the client asks for, as a value.
public struct Request: Sendable {
  /// All parts behind one reference, so that handing a request on costs one count; copied before it is changed.
  // Unchecked because the compiler can't see that shared storage is never written: every setter copies it first
  // unless this request is its only owner.
  final class Storage: @unchecked Sendable {
    // Without the run-time check of each access: nothing that reads or writes one calls back here.
    @exclusivity(unchecked) var head: RequestHead
    @exclusivity(unchecked) var headers: Headers?
    @exclusivity(unchecked) var body: RequestBody
    @exclusivity(unchecked) var connection: ConnectionInfo
    /// The route that was found, as its router knows it, with what it found in host and path.
    @exclusivity(unchecked) var route: (any AnyObject & Sendable)?
    @exclusivity(unchecked) var match: PathMatch?
    /// The place of the first placeholder that is the route's own, behind those of its prefixes.
    @exclusivity(unchecked) var firstOwnPlaceholder = 0
    /// What tells requests of a process apart.
    @exclusivity(unchecked) var number: UInt64
    @exclusivity(unchecked) var details: Details?
    /// When somebody began to measure its time; 0 for nobody.
    @exclusivity(unchecked) var startedAt: UInt64 = 0
    var values: [ObjectIdentifier: any Sendable] = [:]

    /// What few requests have.
    struct Details {
      var id: String?
      var origin: RequestOrigin?
    }

    init(head: RequestHead, body: RequestBody, connection: ConnectionInfo, number: UInt64) {
      self.head = head
      self.body = body
      self.connection = connection
      self.number = number
    }

    func copy() -> Storage {
      // No two requests share a head: it is written again when its request is over.
      let copy = Storage(head: head.copy(), body: body, connection: connection, number: number)
      copy.headers = headers
      copy.route = route
      copy.match = match
      copy.firstOwnPlaceholder = firstOwnPlaceholder
      copy.details = details
      copy.startedAt = startedAt
      copy.values = values
      return copy
    }

    /// Forgets what the next request would not replace anyway, and what may be large.
    func reset() {
      if headers != nil { headers = nil }
      if body.bytes?.isEmpty != true { body = RequestBody() }
      route = nil
      match = nil
      firstOwnPlaceholder = 0
      if details != nil { details = nil }
      startedAt = 0
      if !values.isEmpty { values = [:] }
    }
  }

  private var storage: Storage

  /// Makes a request.
  ///
  /// - Parameter number: What tells it apart from the other requests of the process.
  package init(
    head: RequestHead, body: RequestBody, connection: ConnectionInfo, number: UInt64 = .random(in: 0 ... .max)
  ) {
    storage = Storage(head: head, body: body, connection: connection, number: number)
  }

  /// Makes a request of what an earlier one left behind, if there is something.
  package init(head: RequestHead, body: RequestBody, connection: ConnectionInfo, from pool: RequestPool) {
    if let left = pool.takeStorage() {
      left.head = head
      left.body = body
      left.connection = connection
      left.number = pool.nextNumber()
      storage = left
    } else {
      storage = Storage(head: head, body: body, connection: connection, number: pool.nextNumber())
    }
  }

  /// What the request consists of, emptied; `nil` if another copy of the request shares it.
  consuming func takeUnshared() -> Storage? {
    guard isKnownUniquelyReferenced(&storage) else { return nil }
    storage.reset()
    return storage
  }

  private mutating func copyIfShared() {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
  }

  // MARK: - For the router and the handlers' parameters, without copies

  package var receivedBytes: [UInt8] { storage.head.section.bytes }
  package var pathRange: Range<Int> { storage.head.path }
  package var hostRange: Range<Int> { storage.head.host }
  /// The host that a trusted proxy names in place of the one that was sent.
  package var namedHost: String? { storage.details?.origin?.host }
  /// What answers the connection's requests, as its server knows it.
  package var responder: (any AnyObject & Sendable)? { storage.connection.responder }

  /// When somebody began to measure its time, in nanoseconds of his clock; 0 where nobody did.
  package var startedAt: UInt64 {
    get { storage.startedAt }
    set {
      copyIfShared()
      storage.startedAt = newValue
    }
  }

  /// The route that was found, as its router knows it.
  package var route: (any AnyObject & Sendable)? { storage.route }
  /// The place of the first placeholder that is the route's own, behind those of its prefixes.
  package var firstOwnPlaceholder: Int { storage.firstOwnPlaceholder }
  /// The values of the host's placeholders.
  package var hostValues: [String] { storage.match?.hostValues ?? [] }

  /// Notes what a router found.
  package mutating func setRoute(
    _ route: any AnyObject & Sendable, _ match: consuming PathMatch, firstOwn: Int
  ) {
    copyIfShared()
    storage.route = route
    storage.match = match
    storage.firstOwnPlaceholder = firstOwn
  }

  /// The text of a placeholder, decoded; counted from the first of the route's own.
  package func pathText(at index: Int) -> String? {
    withPathValue(at: index) { PathText.text($0, 0..<$0.count) }
  }

  /// A placeholder's decimal number, `nil` for text that is none or does not fit.
  package func pathInteger(at index: Int) -> Int? {
    withPathValue(at: index) { $0.decimal }.flatMap { $0 }
  }

  @inline(__always)
  private func withPathValue<Result>(at index: Int, _ body: (Span<UInt8>) -> Result) -> Result? {
    let place = storage.firstOwnPlaceholder + index
    guard let count = storage.match?.values.count, (0..<count).contains(place) else { return nil }
    let bytes = storage.head.section.bytes
    return storage.match?.values.withBytes(at: place, in: bytes.span.extracting(storage.head.path), body)
  }

  // MARK: - What the client asks for

  /// What the client wants done.
  public var method: Method { storage.head.method }

  /// The target as it was sent, `/search?q=tea`.
  public var target: String { text(storage.head.target) }

  /// The path, decoded; broken UTF-8 is repaired. Routing looks at the bytes that were sent instead.
  public var path: String {
    let range = storage.head.path
    return range.isEmpty ? "/" : PercentEncoding.decoded(storage.head.section.bytes[range])
  }

  /// The text behind the `?`, still encoded; `nil` where there is none.
  public var queryString: String? { storage.head.query.map(text) }

  /// The names and values of the query, decoded.
  public var query: QueryItems {
    storage.head.query.map { QueryItems(bytes: storage.head.section.bytes[$0]) } ?? QueryItems("")
  }

  /// The header fields.
  public var headers: Headers {
    get { storage.headers ?? Headers(storage.head.section) }
    set {
      copyIfShared()
      storage.headers = newValue
    }
  }

  /// The body, to be pulled.
  public var body: RequestBody {
    get { storage.body }
    set {
      copyIfShared()
      storage.body = newValue
    }
  }

  /// The host that was asked for, with its port if one was sent; empty for HTTP/1.0 without one.
  public var host: String { namedHost ?? text(storage.head.host) }

  /// `https` or `http`.
  public var scheme: String { storage.details?.origin?.scheme ?? storage.connection.scheme }

  /// Whether the client's connection is encrypted.
  public var isSecure: Bool { scheme == "https" }

  /// The address of the peer, `192.0.2.7:50712`; for a Unix socket its path or nothing.
  public var peer: String { storage.connection.peer }

  /// What a trusted proxy says of the client; `nil` unless something set it.
  ///
  /// Whoever sets it vouches for it: ``host``, ``scheme`` and URLs follow it.
  public var origin: RequestOrigin? {
    get { storage.details?.origin }
    set {
      copyIfShared()
      var details = storage.details ?? Storage.Details()
      details.origin = newValue
      storage.details = details
    }
  }

  /// What tells this request apart in logs and error pages: 16 hexadecimal digits, or what something set.
  public var id: String {
    get { storage.details?.id ?? RequestNumber.text(storage.number) }
    set {
      copyIfShared()
      var details = storage.details ?? Storage.Details()
      details.id = newValue
      storage.details = details
    }
  }

  /// The protocol that was spoken, `HTTP/1.1`.
  public var version: String { storage.head.minorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1" }

  /// The body's length if the client said it; `nil` where there is no body or it comes in chunks.
  public var contentLength: Int? {
    if case .length(let length) = storage.head.framing { length } else { nil }
  }

  /// A value that travels with the request, found by its type.
  ///
  /// Middleware leaves here what handlers and parameter types read, each under a type of its own.
  public subscript<Value: Sendable>(_ type: Value.Type) -> Value? {
    get { storage.values[ObjectIdentifier(type)] as? Value }
    set {
      copyIfShared()
      storage.values[ObjectIdentifier(type)] = newValue
    }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: storage.head.section.bytes[range], as: UTF8.self)
  }
}

extension Span<UInt8> {
  /// The decimal number the bytes spell, `nil` if they spell none or it does not fit.
  fileprivate var decimal: Int? {
    var index = 0
    let isNegative = count > 0 && self[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    guard index < count else { return nil }
    var sum = 0
    while index < count {
      guard self[index].isDigit else { return nil }
      let (product, overflows) = sum.multipliedReportingOverflow(by: 10)
      let digit = Int(self[index] - 0x30)
      let (next, exceeds) = product.addingReportingOverflow(isNegative ? -digit : digit)
      guard !overflows, !exceeds else { return nil }
      sum = next
      index += 1
    }
    return sum
  }
}
