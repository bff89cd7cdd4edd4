import AloftHTTP

/// A route of a router: its description, read and checked.
package struct FrozenRoute: Sendable {
  /// The description it was made of.
  package let description: RouteDescription
  /// What the placeholders of its path declare, in order.
  package var parameters: [RouteParameter] { path.parameters }
  /// What the placeholders of its host declare, in order.
  package var hostParameters: [RouteParameter] { host?.parameters ?? [] }

  let path: RoutePattern
  let segments: [SegmentPattern]
  let host: RoutePattern?
  let mergesSlashes: Bool
  /// Routes of the same name that may be the canonical ones of a URL of this, in the order in which they are asked.
  var canonicals: [Int] = []

  init(_ description: RouteDescription, path: RoutePattern, host: RoutePattern?, mergesSlashes: Bool) {
    self.description = description
    self.path = mergesSlashes ? path.mergingSlashes() : path
    self.host = host
    self.mergesSlashes = mergesSlashes
    segments = Self.segments(of: self.path)
  }

  /// The names it takes values for, placeholders and defaults.
  var names: Set<String> {
    Set((parameters + hostParameters).map(\.name)).union(description.defaults.keys)
  }

  /// The parameter of a name, of its path or its host.
  func parameter(_ name: String) -> RouteParameter? {
    parameters.first { $0.name == name } ?? hostParameters.first { $0.name == name }
  }

  /// Whether it answers a method, `HEAD` by `GET`.
  func answers(_ method: Method) -> Bool {
    guard let methods = description.methods else { return true }
    return methods.contains(method) || (method == .head && methods.contains(.get))
  }

  /// The segments behind the first slash. From a `path` on all is one, but for a slash at the end.
  private static func segments(of pattern: RoutePattern) -> [SegmentPattern] {
    let slash = UInt8(ascii: "/")
    let parts = Array(pattern.split(at: slash).dropFirst())
    func hasPath(_ part: [RoutePattern.Piece]) -> Bool {
      part.contains { if case .parameter(let index) = $0 { pattern.parameters[index].converter.isPath } else { false } }
    }
    guard let tail = parts.firstIndex(where: hasPath) else { return parts.map { SegmentPattern($0, of: pattern) } }
    let endsInSlash = parts.last?.isEmpty == true
    let rest = parts[tail..<(parts.count - (endsInSlash ? 1 : 0))]
    return parts[..<tail].map { SegmentPattern($0, of: pattern) }
      + [SegmentPattern(Array(rest.joined(separator: [.literal([slash])])), of: pattern, isTail: true)]
      + (endsInSlash ? [SegmentPattern([], of: pattern)] : [])
  }
}
