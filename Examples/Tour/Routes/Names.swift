import Aloft

/// URLs that are built from the names of routes.
struct Names: Blueprint {
  func configure(_ names: BlueprintBuilder) {
    names.get("/", name: "index") { Self.page }

    names.get("/posts/{year:int(digits=4)}/{slug}", name: "post") { (year: Int, slug: String) in
      "The post '\(slug)' of \(year)"
    }

    names.get("/links") { (request: Request) in
      """
      \(try request.url(for: "names.post", ["year": 2026, "slug": "small birds"]))
      \(try request.url(for: ".post", ["year": 987, "slug": "a/b", "page": 2], fragment: "end"))
      \(try request.url(for: "start", isAbsolute: true))
      """
    }

    names.get("/typo") { (request: Request) in
      do {
        return try request.url(for: ".pots", ["year": 2026, "slug": "tea"])
      } catch {
        return "\(error)"
      }
    }
  }
}

extension Names {
  private static let page = Page(
    title: "Names",
    lead: """
      A route with a name can be asked for its URL. A blueprint that is mounted elsewhere, or a pattern that
      changes, takes every link along.
      """,
    samples: [
      Sample(
        title: "Building URLs",
        text: """
          A name begins with its blueprint's; one that begins with a dot is a sibling. What the pattern has no
          placeholder for becomes the query.
          """,
        code: """
          names.get("/posts/{year:int(digits=4)}/{slug}", name: "post") { (year: Int, slug: String) in
            "The post '\\(slug)' of \\(year)"
          }

          names.get("/links") { (request: Request) in
            ""\"
            \\(try request.url(for: "names.post", ["year": 2026, "slug": "small birds"]))
            \\(try request.url(for: ".post", ["year": 987, "slug": "a/b", "page": 2], fragment: "end"))
            \\(try request.url(for: "start", isAbsolute: true))
            ""\"
          }
          """,
        trials: [.init("links"), .init("posts/2026/small%20birds"), .init("posts/0987/a%2Fb?page=2")]),
      Sample(
        title: "A slip of the pen", text: "What can't be built says why, and what it may have meant.",
        code: """
          do {
            return try request.url(for: ".pots", ["year": 2026, "slug": "tea"])
          } catch {
            return "\\(error)"
          }
          """,
        trials: [.init("typo")]),
    ])
}
