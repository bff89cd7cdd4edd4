internal import AloftCore
internal import AloftHTTP

/// What those who develop an application see of an error: all that explains it.
struct DevelopmentPage: Sendable {
  let routes: [MountedRoute]
  let middleware: [PlacedMiddleware]
  let log: RecentLog

  func response(_ report: ErrorReport, _ request: Request, _ source: ErrorSource) -> Response {
    let markup = page(report, request, source)
    var response = Response(status: report.status, headers: .html, body: .text(markup.markup))
    response.headers[.cacheControl] = "no-store"
    return response
  }

  private func page(_ report: ErrorReport, _ request: Request, _ source: ErrorSource) -> HTML {
    let error: HTML =
      report.isIntended
      ? (report.message.map { "<p class=what>\($0)</p>" } ?? "")
      : "<p class=what>\("\(report.error)")</p><p class=kind>\("\(type(of: report.error))")</p>"
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(report.status) · \("\(request.method)") \(request.path)</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <header><h1>\(report.status)</h1>\(error)</header>
      <main>
      \(hint(report, request))
      \(route(source))
      \(logSection)
      \(section("Request", rows: requestRows(request)))
      \(section("Middleware", rows: middlewareRows(source)))
      </main>
      <footer>This page is shown in development only. In production a client reads the status and the request's id.</footer>
      </body>
      </html>

      """
  }

  // MARK: - What helps

  private func hint(_ report: ErrorReport, _ request: Request) -> HTML {
    switch report.status {
    case .notFound: nearRoutes(request)
    case .methodNotAllowed:
      "<section><h2>Methods</h2><p>This path answers \(report.headers[.allow] ?? "other methods").</p></section>"
    default: ""
    }
  }

  /// The routes whose patterns look most like a path.
  private func nearRoutes(_ request: Request) -> HTML {
    guard !routes.isEmpty else {
      return """
        <section><h2>No routes yet</h2><p>Add one: <code>app.get("\(request.path)") { "Hello!" }</code></p></section>
        """
    }
    let ranked = RouteLikeness.nearest(to: request.path, among: routes, limit: 12)
    let rows = ranked.map { route -> HTML in
      let methods = route.route.methods.map(\.name).joined(separator: ", ")
      let name: HTML = route.name.map { "<td><code>\($0)</code></td>" } ?? "<td></td>"
      return """
        <tr><td>\(methods)</td><td><code>\(route.host ?? "")\(route.pattern)</code></td>\(name)<td>\("\(route.route.place)")</td></tr>
        """
    }
    return """
      <section><h2>Routes near it</h2>
      <table><tr><th>Methods</th><th>Pattern</th><th>Name</th><th>Place</th></tr>\(rows)</table>
      <p class=note>\(routes.count) route\(routes.count == 1 ? "" : "s") in all.</p></section>
      """
  }

  private func route(_ source: ErrorSource) -> HTML {
    guard let route = source.route else { return "" }
    var rows = [
      ("Pattern", "\(route.route.methods.map(\.name).joined(separator: ", ")) \(route.host ?? "")\(route.pattern)"),
      ("Registered", "\(route.route.place)"),
    ]
    if let name = route.name { rows.append(("Name", name)) }
    let parameters = route.route.handler.parameters.map { "\($0)" }.joined(separator: ", ")
    rows.append(("Handler", "(\(parameters)) → \(route.route.handler.result)"))
    return section("Route", rows: rows)
  }

  private func requestRows(_ request: Request) -> [(String, String)] {
    var rows = [
      ("Line", "\(request.method) \(request.target) \(request.version)"), ("From", request.peer), ("Id", request.id),
    ]
    if let origin = request.origin { rows.append(("By a proxy", "\(origin)")) }
    for item in request.query { rows.append(("?\(item.name)", item.value)) }
    for field in request.headers.fields {
      let isSecret = [.authorization, .cookie, "Proxy-Authorization"].contains(field.name)
      rows.append(("\(field.name)", isSecret ? "•••• (\(field.value.utf8.count) bytes)" : field.value))
    }
    return rows
  }

  private func middlewareRows(_ source: ErrorSource) -> [(String, String)] {
    (middleware + (source.route?.middleware ?? [])).map { ($0.middleware.name, "\($0.place)") }
  }

  private var logSection: HTML {
    let lines = log.all
    guard !lines.isEmpty else { return "" }
    return "<section><h2>Last lines of the log</h2><pre>\(lines.joined(separator: "\n"))</pre></section>"
  }

  private func section(_ title: String, rows: [(String, String)]) -> HTML {
    guard !rows.isEmpty else { return "" }
    let cells = rows.map { name, value -> HTML in "<tr><th scope=row>\(name)</th><td>\(value)</td></tr>" }
    return "<section><h2>\(title)</h2><table>\(cells)</table></section>"
  }

  private static let style = HTML(
    safe: """
      :root{color-scheme:light dark;--line:#8884;--soft:#8881;--mark:#b3261e}
      @media(prefers-color-scheme:dark){:root{--mark:#ff8a80}}
      body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem 1.5rem}
      h1{color:var(--mark);margin:.5rem 0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
      .what{font-size:1.15rem;white-space:pre-wrap;overflow-wrap:anywhere}.kind,.note,footer{opacity:.75;font-size:.9rem}
      table{border-collapse:collapse;width:100%}th,td{border-top:1px solid var(--line);padding:.3rem .6rem;text-align:left;
      vertical-align:top;overflow-wrap:anywhere;font-weight:normal}th[scope=row]{width:11rem;opacity:.75}
      pre{background:var(--soft);padding:.7rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
      footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.5rem}
      """)
}
