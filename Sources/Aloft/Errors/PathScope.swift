internal import AloftHTTP

/// A scope of error handlers as it is found by the path of a request that no route answers.
struct PathScope: Sendable {
  let scope: ErrorScope
  private let segments: [SegmentPattern]
  private let host: HostPattern?

  /// The number of segments, and whether the host counts as well: what decides between two that match.
  var depth: (Int, Int) { (segments.count, host == nil ? 0 : 1) }

  /// Reads where a scope is mounted; `nil` where that can't be read, which the router reports for its routes.
  init?(_ mounted: MountedErrorScope, _ converters: PathConverters) {
    scope = mounted.scope
    let prefix = MountedRoute.joined(mounted.prefixes)
    // A pattern begins with a slash; a scope without a prefix has none.
    let path = RoutePatternParser.path(prefix.isEmpty ? "/" : prefix, converters)
    guard path.problems.isEmpty else { return nil }
    segments =
      prefix.isEmpty
      ? [] : path.pattern.split(at: UInt8(ascii: "/")).dropFirst().map { SegmentPattern($0, of: path.pattern) }
    guard let text = mounted.host else {
      host = nil
      return
    }
    let parsed = RoutePatternParser.host(text, converters)
    guard parsed.problems.isEmpty else { return nil }
    host = HostPattern(parsed.pattern)
  }

  /// Whether a request's path lies below the prefix, and its host is the one.
  ///
  /// - Parameters:
  ///   - path: The path, decoded.
  ///   - host: The host in lower case, without a port.
  func contains(path: [UInt8], host name: [UInt8]) -> Bool {
    var steps = 0
    if let host {
      var ranges = ValueRanges()
      guard host.matches(name.span, into: &ranges, steps: &steps) else { return false }
    }
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
    guard parts.count >= segments.count else { return false }
    for (segment, part) in zip(segments, parts) {
      if segment.isStatic {
        guard segment.prefix.elementsEqual(part) else { return false }
      } else {
        var ranges = ValueRanges()
        let bytes = Array(part)
        guard SegmentMatcher.match(segment, bytes.span, 0, bytes.count, first: 0, into: &ranges, steps: &steps) else {
          return false
        }
      }
    }
    return true
  }
}
