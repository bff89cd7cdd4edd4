import Aloft

/// What follows the `?` of an address.
struct Queries: Blueprint {
  struct Search: Decodable {
    var q: String
    var page: Int?
    var tag: [String]
  }

  func configure(_ queries: BlueprintBuilder) {
    queries.get("/", name: "index") { Self.page }

    queries.get("/search") { (search: URLQuery<Search>) in
      """
      You look for '\(search.q)' on page \(search.page ?? 1).
      Tags: \(search.tag.isEmpty ? "any" : search.tag.joined(separator: " and "))
      """
    }

    queries.get("/raw") { (request: Request) in
      request.query.map { "\($0.name) is '\($0.value)'" }.joined(separator: "\n")
    }
  }
}

extension Queries {
  private static let page = Page(
    title: "Queries",
    lead: """
      A query is a value of a type that you write. What does not fit is answered with 422 and the name of the
      field; the handler gets only what is right.
      """,
    samples: [
      Sample(
        title: "A typed query",
        text: "Optional fields may be missing, arrays take a name that is repeated.",
        code: """
          struct Search: Decodable {
            var q: String
            var page: Int?
            var tag: [String]
          }

          queries.get("/search") { (search: URLQuery<Search>) in
            ""\"
            You look for '\\(search.q)' on page \\(search.page ?? 1).
            Tags: \\(search.tag.isEmpty ? "any" : search.tag.joined(separator: " and "))
            ""\"
          }
          """,
        trials: [
          .init("search?q=tea&page=2&tag=green&tag=hot", label: "?q=tea&page=2&tag=green&tag=hot"),
          .init("search?q=tea", label: "?q=tea"), .init("search?q=tea&page=two", label: "?q=tea&page=two"),
          .init("search?page=2", label: "?page=2"),
        ]),
      Sample(
        title: "From a form", text: "The same route, asked by a form of the page.",
        code: """
          <form action="search">
            <input name="q"> <input name="page"> <input name="tag">
            <button>Search</button>
          </form>
          """, live: form),
      Sample(
        title: "As it came", text: "Every name and value, decoded, in order.",
        code: """
          queries.get("/raw") { (request: Request) in
            request.query.map { "\\($0.name) is '\\($0.value)'" }.joined(separator: "\\n")
          }
          """,
        trials: [.init("raw?a=1&b=two+words&a=%E2%9C%93")]),
    ])

  private static let form: HTML = """
    <form class="fields-of-form" action="search" target="found">
      <input name="q" value="tea" aria-label="q"><input name="page" value="2" aria-label="page">
      <input name="tag" value="green" aria-label="tag"><button>Search</button>
    </form>
    <p class="hint">Leave a field empty, or write a page that is no number.</p>
    <iframe name="found" src="search?q=tea&amp;page=two"></iframe>
    """
}
