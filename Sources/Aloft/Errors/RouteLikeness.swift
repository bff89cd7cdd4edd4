internal import AloftCore

/// Which routes somebody may have meant who asked for a path that has none.
enum RouteLikeness {
  /// The longest path that is compared with patterns: comparing takes the square of it.
  private static let longestPath = 200

  /// The routes that look most like a path, the likeliest first.
  static func nearest(to path: String, among routes: [MountedRoute], limit: Int) -> [MountedRoute] {
    let wanted = segments(String(path.prefix(longestPath)))
    let ranked = routes.map { (route: $0, difference: difference(wanted, segments($0.pattern))) }
    return ranked.sorted { ($0.difference, $0.route.pattern) < ($1.difference, $1.route.pattern) }
      .prefix(limit).map(\.route)
  }

  private static func segments(_ path: String) -> [Substring] { path.split(separator: "/") }

  /// How much two paths differ: by segment the letters that differ, none where the pattern has a placeholder.
  private static func difference(_ path: [Substring], _ pattern: [Substring]) -> Int {
    var sum = 0
    for index in 0..<max(path.count, pattern.count) {
      guard index < path.count, index < pattern.count else {
        sum += 8
        continue
      }
      // A little, so that a route without placeholders comes first.
      if pattern[index].contains("{") {
        sum += 1
      } else {
        sum += 2 * NearestName.distance(Array(path[index].lowercased().utf8), Array(pattern[index].lowercased().utf8))
      }
    }
    return sum
  }
}
