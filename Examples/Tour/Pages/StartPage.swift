import Aloft

/// The first page: the whole program in five lines, and the table of contents.
struct StartPage: HandlerResult {
  private let content: HTML

  init(_ request: Request) throws {
    let parts = try Contents.parts.map { part -> HTML in
      let cards = try part.chapters.map { chapter -> HTML in
        """
        <a class="card" href="\(try request.url(for: chapter.route))">
          <b>\(chapter.title)</b><span>\(chapter.summary)</span></a>
        """
      }
      return """
        <section class="part" id="\(part.title)"><h2>\(part.title)</h2><div class="cards">\(cards)</div></section>
        """
    }
    content = """
      <header class="hero">
        <div><h1>A web framework for Swift that starts as one file.</h1>
        <p>This is the whole of a program. The tour shows what else there is: every page has the lines of Swift that
        made it beside what they answer.</p></div>
        <pre class="code">\(SwiftMarkup.of(Self.program))</pre>
      </header>
      \(parts)
      """
  }

  func response(to request: Request) throws -> Response {
    try Frame(title: "The tour", content: content).markup(request).response(to: request)
  }

  private static let program = """
    import Aloft

    let app = Application()
    app.get("/") { "Hello, World!" }
    app.get("/hello/{name}") { (name: String) in "Hello, \\(name)!" }
    try await app.run()
    """
}
