import AloftHTTP

/// One search of the trees that a request's host leads to: that of the host itself, those of patterns of hosts, and
/// that of routes bound to none.
struct HostSearch {
  private(set) var walk: RouteWalk
  /// The values of the host's placeholders, if a host with some was found.
  private(set) var hostValues: [String]?

  init(_ walk: RouteWalk) { self.walk = walk }

  mutating func run(_ tree: RouteTree, _ host: Span<UInt8>, _ path: Span<UInt8>) -> RouteWalk.Outcome? {
    guard tree.hasHosts else { return walk.search(tree, from: tree.anyHost, path) }
    let name = HostPattern.name(in: host)
    if name.contains(where: { HostPattern.lowercased(host[$0]) != host[$0] }) {
      let lowercased = name.map { HostPattern.lowercased(host[$0]) }
      return searchAll(tree, lowercased.span, path)
    }
    return searchAll(tree, host.extracting(name), path)
  }

  private mutating func searchAll(
    _ tree: RouteTree, _ host: Span<UInt8>, _ path: Span<UInt8>
  ) -> RouteWalk.Outcome? {
    if let root = tree.root(forHost: host), let outcome = walk.search(tree, from: root, path) { return outcome }
    for candidate in tree.hosts {
      var ranges = ValueRanges()
      var steps = 0
      if candidate.pattern.matches(host, into: &ranges, steps: &steps),
        let outcome = walk.search(tree, from: candidate.root, path)
      {
        let count = candidate.pattern.labels.reduce(0) { $0 + $1.placeholders.count }
        hostValues = (0..<count).map { PathText.text(host, ranges[$0]) }
        return outcome
      }
    }
    return walk.search(tree, from: tree.anyHost, path)
  }
}
