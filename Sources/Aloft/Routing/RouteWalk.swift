import AloftHTTP

/// One search of a tree for the route of a request.
///
/// The search goes depth first, static segments before those that vary, and ends at the first route whose method and
/// kind of connection fit. A node stands at one depth, so that a search visits each at most once.
struct RouteWalk {
  /// What a search found.
  enum Outcome {
    case found(RouteTree.Endpoint)
    /// The path with a slash behind it has a route.
    case slashMissing(RouteTree.Endpoint)
  }

  let method: Method
  let connection: ConnectionKind
  private(set) var ranges = ValueRanges()
  private(set) var steps = 0
  /// The route of the path without its last slash, if nothing else is found.
  private(set) var slashTooMany: RouteTree.Endpoint?
  /// Whether a route of the other kind of connection was met.
  private(set) var hasOtherConnection = false
  /// The nodes with routes of other methods, as ranges of one.
  private var otherMethods = ValueRanges()
  private var otherMethodsCount = 0

  init(method: Method, connection: ConnectionKind) {
    self.method = method
    self.connection = connection
  }

  /// Searches from a host's root.
  mutating func search(_ tree: RouteTree, from root: Int, _ bytes: Span<UInt8>) -> Outcome? {
    visit(tree, root, bytes, at: 1, values: 0)
  }

  /// The methods of the routes that were met and did not fit.
  func allowedMethods(_ tree: RouteTree) -> Set<Method> {
    var methods: Set<Method> = []
    for index in 0..<otherMethodsCount {
      for endpoint in tree.nodes[otherMethods[index].lowerBound].endpoints where !tree.answers(endpoint, method) {
        methods.formUnion(tree.methods(of: endpoint) ?? [])
      }
    }
    return methods
  }

  /// - Parameters:
  ///   - position: Where the next segment begins; beyond the end if there is none.
  ///   - values: How many values the segments before have.
  private mutating func visit(
    _ tree: RouteTree, _ node: Int, _ bytes: Span<UInt8>, at position: Int, values: Int
  ) -> Outcome? {
    steps += 1
    if position > bytes.count { return finish(tree, node) }
    var end = position
    while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
    if tree.nodes[node].hasStaticChildren, let child = tree.table.child(of: node, bytes, position, end),
      let outcome = visit(tree, child, bytes, at: end + 1, values: values)
    {
      return outcome
    }
    for index in tree.nodes[node].branches.indices {
      let branch = tree.nodes[node].branches[index]
      if branch.pattern.isTail {
        if let outcome = visitTail(tree, branch, bytes, at: position, values) { return outcome }
      } else if SegmentMatcher.match(
        branch.pattern, bytes, position, end, first: values, into: &ranges, steps: &steps),
        let outcome = visit(
          tree, branch.child, bytes, at: end + 1, values: values + branch.pattern.placeholders.count)
      {
        return outcome
      }
    }
    return position == bytes.count ? withoutSlash(tree, node) : nil
  }

  /// The path has ended at `node`.
  private mutating func finish(_ tree: RouteTree, _ node: Int) -> Outcome? {
    if let endpoint = accept(tree, node) { return .found(endpoint) }
    return tree.nodes[node].slash.flatMap { withSlash(tree, $0) }
  }

  /// The path has ended where only a slash leads on.
  private func withSlash(_ tree: RouteTree, _ slash: Int) -> Outcome? {
    for endpoint in tree.nodes[slash].endpoints where fits(tree, endpoint) {
      switch endpoint.slashes {
      case .redirect, .addOnly: return .slashMissing(endpoint)
      case .lenient: return .found(endpoint)
      case .strict: continue
      }
    }
    return nil
  }

  /// The path has ended with a slash behind `node`, which leads nowhere.
  private mutating func withoutSlash(_ tree: RouteTree, _ node: Int) -> Outcome? {
    for endpoint in tree.nodes[node].endpoints {
      switch endpoint.slashes {
      case .lenient:
        if let endpoint = accept(tree, node), endpoint.slashes == .lenient { return .found(endpoint) }
      case .redirect: if slashTooMany == nil && fits(tree, endpoint) { slashTooMany = endpoint }
      case .addOnly, .strict: continue
      }
    }
    return nil
  }

  /// All of the rest belongs to one pattern: as it is, then with its slash at the end taken apart.
  private mutating func visitTail(
    _ tree: RouteTree, _ branch: RouteTree.Branch, _ bytes: Span<UInt8>, at position: Int, _ values: Int
  ) -> Outcome? {
    let leaf = branch.child
    let slash = tree.nodes[leaf].slash
    let hasLeaf = !tree.nodes[leaf].endpoints.isEmpty
    let end = bytes.count
    let slashEnds = end > position + 1 && bytes[end - 1] == UInt8(ascii: "/") && bytes[end - 2] != UInt8(ascii: "/")
    if let slash, slashEnds, matchTail(branch, bytes, position, end - 1, values), let found = accept(tree, slash) {
      return .found(found)
    }
    let endsInSlash = end > position && bytes[end - 1] == UInt8(ascii: "/")
    if hasLeaf || (slash != nil && !endsInSlash), matchTail(branch, bytes, position, end, values) {
      if hasLeaf, let found = accept(tree, leaf) { return .found(found) }
      if let slash, !endsInSlash, let outcome = withSlash(tree, slash) { return outcome }
    }
    if hasLeaf, slashEnds, matchTail(branch, bytes, position, end - 1, values) { return withoutSlash(tree, leaf) }
    return nil
  }

  private mutating func matchTail(
    _ branch: RouteTree.Branch, _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ values: Int
  ) -> Bool {
    SegmentMatcher.match(branch.pattern, bytes, start, end, first: values, into: &ranges, steps: &steps)
  }

  private func fits(_ tree: RouteTree, _ endpoint: RouteTree.Endpoint) -> Bool {
    tree.answers(endpoint, method) && endpoint.connection == connection
  }

  /// The route at a node that answers this request; what does not fit is kept for the answer in case nothing does.
  private mutating func accept(_ tree: RouteTree, _ node: Int) -> RouteTree.Endpoint? {
    if let endpoint = tree.answering(method, connection, at: node) { return endpoint }
    var hasOthers = false
    for endpoint in tree.nodes[node].endpoints {
      if tree.answers(endpoint, method) { hasOtherConnection = true } else { hasOthers = true }
    }
    if hasOthers {
      otherMethods[otherMethodsCount] = node..<node + 1
      otherMethodsCount += 1
    }
    return nil
  }
}
