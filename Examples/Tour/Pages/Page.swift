import Aloft

/// A page of the tour. Handlers return it as it is: it says itself how it becomes a response.
struct Page: HandlerResult {
  let title: String
  let lead: HTML
  let samples: [Sample]

  func response(to request: Request) throws -> Response {
    let content: HTML = """
      <header class="lead"><h1>\(title)</h1><p>\(lead)</p></header>
      \(samples.map(\.markup))
      \(try neighbours(request))
      """
    return try Frame(title: title, content: content).markup(request).response(to: request)
  }

  /// Links to the chapters before and after this one.
  private func neighbours(_ request: Request) throws -> HTML {
    guard let place = Contents.chapters.firstIndex(where: { $0.title == title }) else { return "" }
    var links: [HTML] = []
    if place > 0 {
      let previous = Contents.chapters[place - 1]
      links.append("<a href=\"\(try request.url(for: previous.route))\">← \(previous.title)</a>")
    }
    if place + 1 < Contents.chapters.count {
      let next = Contents.chapters[place + 1]
      links.append("<a class=\"next\" href=\"\(try request.url(for: next.route))\">\(next.title) →</a>")
    }
    return "<nav class=\"neighbours\">\(links)</nav>"
  }
}

/// What stands around every page.
struct Frame {
  let title: String
  let content: HTML

  func markup(_ request: Request) throws -> HTML {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title) · Aloft</title>
    <link rel="icon" href="data:,">
    <style>\(Stylesheet.css)</style>
    </head>
    <body>
    <nav class="bar">
      <a class="brand" href="\(try request.url(for: "start"))">\(Self.kite) Aloft</a>
      \(try parts(request))
    </nav>
    <main>\(content)</main>
    <footer>Served by Aloft. This page is in Examples/Tour.</footer>
    <script>\(Script.javaScript)</script>
    </body>
    </html>
    """
  }

  private func parts(_ request: Request) throws -> [HTML] {
    try Contents.parts.map { "<a href=\"\(try request.url(for: "start", fragment: $0.title))\">\($0.title)</a>" }
  }

  private static let kite: HTML = """
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
    <path d="M12 2 20 9 12 17 4 9Z" fill="currentColor"/><path d="M12 17c-3 2 3 3 0 5" fill="none"
    stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></svg>
    """
}
