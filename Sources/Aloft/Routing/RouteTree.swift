import AloftHTTP

/// The segments of all routes as a tree; a route ends at a node.
struct RouteTree: Sendable {
  /// A route where its path ends. Without references, since it is copied for every request.
  struct Endpoint: Sendable {
    let route: Int
    let methods: MethodMask
    let connection: ConnectionKind
    let slashes: SlashPolicy
  }

  /// A way on for segments that vary.
  struct Branch: Sendable {
    let pattern: SegmentPattern
    let child: Int
  }

  struct Node: Sendable {
    /// The node behind a trailing slash.
    var slash: Int?
    var hasStaticChildren = false
    /// In the order in which they are tried.
    var branches: [Branch] = []
    var endpoints: [Endpoint] = []
  }

  /// A host and the tree of the routes bound to it.
  struct Host: Sendable {
    let pattern: HostPattern
    let root: Int
  }

  private(set) var nodes: [Node]
  private(set) var table = SegmentTable()
  /// Whether any route is bound to a host.
  var hasHosts: Bool { !hosts.isEmpty || !staticHosts.isEmpty }
  /// The hosts with placeholders in the order in which they are tried.
  private(set) var hosts: [Host] = []
  private var staticHosts = SegmentTable()
  /// Whole paths without anything that varies or could be spelled otherwise, and where they end; of no host.
  private var staticPaths = SegmentTable()
  private var longestStaticPath = 0
  /// The root of the routes that are bound to no host.
  let anyHost: Int
  /// The methods of the routes that do not answer all.
  private var methods: [Int: [Method]] = [:]
  private var edges: [Edge: Int] = [:]
  private var roots: [String: Int] = [:]

  private struct Edge: Hashable {
    let node: Int
    let shape: String
    let isTail: Bool
  }

  init() {
    nodes = [Node()]
    anyHost = 0
  }

  /// The root of a host's routes.
  mutating func root(for host: HostPattern?) -> Int {
    guard let host else { return anyHost }
    if let known = roots[host.shape] { return known }
    nodes.append(Node())
    let root = nodes.count - 1
    roots[host.shape] = root
    hosts.append(Host(pattern: host, root: root))
    if let literal = host.literal { staticHosts.insert(literal, of: 0, child: root) }
    return root
  }

  /// The root of the routes bound to exactly this host; `nil` if there is none.
  func root(forHost host: Span<UInt8>) -> Int? { staticHosts.child(of: 0, host, 0, host.count) }

  /// The node at which a route of these segments ends, made if need be.
  mutating func node(for segments: [SegmentPattern], from root: Int) -> Int {
    segments.reduce(root) { child(of: $0, $1) }
  }

  /// Adds a route where its path ends.
  ///
  /// - Parameter methods: Those it answers; `nil` for all.
  mutating func add(
    route: Int, methods: [Method]?, connection: ConnectionKind, slashes: SlashPolicy, at node: Int
  ) {
    nodes[node].endpoints.append(
      Endpoint(route: route, methods: MethodMask(methods), connection: connection, slashes: slashes))
    self.methods[route] = methods
  }

  /// Makes a path known as a whole, so that most requests for it need no walk.
  mutating func addStaticPath(of segments: [SegmentPattern], to node: Int) {
    let path = segments.flatMap { [UInt8(ascii: "/")] + $0.prefix }
    let traits = PathText.traits(path.span)
    let isPlain = !(traits.hasPercent || traits.hasHighByte || traits.hasDot || traits.hasNull)
    guard isPlain, segments.allSatisfy(\.isStatic), self.node(ofStaticPath: path.span) == nil else { return }
    staticPaths.insert(path, of: 0, child: node)
    longestStaticPath = max(longestStaticPath, path.count)
  }

  /// Where a path ends that is known as a whole.
  func node(ofStaticPath path: Span<UInt8>) -> Int? {
    path.count > longestStaticPath ? nil : staticPaths.child(of: 0, path, 0, path.count)
  }

  /// The route at a node that answers a method on a kind of connection.
  func answering(_ method: Method, _ connection: ConnectionKind, at node: Int) -> Endpoint? {
    var found: Endpoint?
    for endpoint in nodes[node].endpoints where endpoint.connection == connection && answers(endpoint, method) {
      // A route of HEAD itself comes before one of GET.
      if found == nil || names(endpoint, method) { found = endpoint }
    }
    return found
  }

  /// The methods a route names; `nil` for all.
  func methods(of endpoint: Endpoint) -> [Method]? { methods[endpoint.route] }

  /// Whether a route names a method, or answers all.
  @inline(__always)
  func names(_ endpoint: Endpoint, _ method: Method) -> Bool {
    guard endpoint.methods.contains(MethodMask(method)) else { return false }
    if method.registered != nil || endpoint.methods == .all { return true }
    return methods[endpoint.route]?.contains(method) == true
  }

  /// Whether a route answers a method by its own word, or `HEAD` by `GET`.
  @inline(__always)
  func answers(_ endpoint: Endpoint, _ method: Method) -> Bool {
    names(endpoint, method) || (method == .head && endpoint.methods.contains(MethodMask(.get)))
  }

  private mutating func child(of node: Int, _ segment: SegmentPattern) -> Int {
    let edge = Edge(node: node, shape: segment.shape, isTail: segment.isTail)
    if let known = edges[edge] { return known }
    nodes.append(Node())
    let child = nodes.count - 1
    edges[edge] = child
    if segment.isStatic {
      if segment.prefix.isEmpty { nodes[node].slash = child }
      nodes[node].hasStaticChildren = true
      table.insert(segment.prefix, of: node, child: child)
    } else {
      nodes[node].branches.append(Branch(pattern: segment, child: child))
    }
    return child
  }

  /// Puts what varies into the order in which it is tried, once all routes are in.
  mutating func seal() {
    hosts = hosts.filter { $0.pattern.literal == nil }.sorted { $0.pattern < $1.pattern }
    for node in nodes.indices {
      nodes[node].branches.sort {
        if $0.pattern.weight < $1.pattern.weight { return true }
        if $1.pattern.weight < $0.pattern.weight { return false }
        return $0.pattern.shape < $1.pattern.shape
      }
    }
    edges = [:]
    roots = [:]
  }
}
