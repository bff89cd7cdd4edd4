internal import AloftCore
internal import AloftHTTP

/// The routes as a table.
struct RouteListing {
  private let routes: [MountedRoute]
  private let middleware: [PlacedMiddleware]

  init(_ application: FrozenApplication) {
    routes = application.handlers.endpoints.map(\.mounted)
    middleware = application.middleware
  }

  /// The table.
  ///
  /// - Parameters:
  ///   - filter: What the pattern or the name of a listed route has in it; `nil` lists all.
  ///   - showsMiddleware: Whether what stands around each handler is listed below it.
  func text(filter: String?, showsMiddleware: Bool) -> String {
    let listed = routes.filter { route in
      filter.map { route.pattern.hasPart($0) || (route.name ?? "").hasPart($0) } ?? true
    }
    guard !listed.isEmpty else {
      return filter == nil ? "there are no routes" : "no route has '\((filter ?? "").shown)' in it"
    }
    let rows = listed.map(columns)
    let header = ["METHODS", "PATTERN", "NAME", "PLACE"]
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    var lines = [Self.line(header, widths)]
    for (route, row) in zip(listed, rows) {
      lines.append(Self.line(row, widths))
      guard showsMiddleware else { continue }
      for one in middleware + route.middleware { lines.append("    \(one.middleware.name) (\(one.place))") }
    }
    return lines.joined(separator: "\n")
  }

  private func columns(_ route: MountedRoute) -> [String] {
    [
      route.route.methods.map(\.name).joined(separator: ","), (route.host ?? "") + route.pattern, route.name ?? "-",
      "\(route.route.place)",
    ]
  }

  private static func line(_ columns: [String], _ widths: [Int]) -> String {
    zip(columns, widths).enumerated().map { index, pair in
      index == columns.count - 1 ? pair.0 : pair.0 + String(repeating: " ", count: pair.1 - pair.0.count + 2)
    }.joined()
  }
}
