import Aloft

/// Text and pages.
struct Answers: Blueprint {
  func configure(_ answers: BlueprintBuilder) {
    answers.get("/", name: "index") { Self.page }

    answers.get("/text") { "A String is plain text, in UTF-8: ½ ✓ 鳥" }

    answers.get("/hello/{name}") { (name: String) -> HTML in
      "<h1>Hello, \(name)!</h1>"
    }

    answers.get("/list") {
      let birds = ["Swift", "Swallow & Martin", "<Owl>"]
      return HTML("<ul>\(birds.map { HTML("<li>\($0)</li>") })</ul>")
    }

    answers.get("/maybe/{number}") { (number: Int) -> String? in
      [1: "one", 2: "two"][number]
    }
  }
}

extension Answers {
  private static let page = Page(
    title: "Text and HTML",
    lead: "A handler returns a value, and the value's type says what it becomes.",
    samples: [
      Sample(
        title: "Text", text: "A <code>String</code> is never taken for markup.",
        code: """
          answers.get("/text") { "A String is plain text, in UTF-8: ½ ✓ 鳥" }
          """,
        trials: [.init("text")]),
      Sample(
        title: "HTML that escapes",
        text: "What is put into a literal of <code>HTML</code> is escaped, unless it is <code>HTML</code> itself.",
        code: """
          answers.get("/hello/{name}") { (name: String) -> HTML in
            "<h1>Hello, \\(name)!</h1>"
          }
          """,
        trials: [
          .init("hello/%3Cscript%3Ealert(1)%3C%2Fscript%3E", label: "hello/<script>alert(1)</script>"),
          .init("hello/Ann"),
        ]),
      Sample(
        title: "Pieces", text: "A list of pieces goes in as it is, one after the other.",
        code: """
          answers.get("/list") {
            let birds = ["Swift", "Swallow & Martin", "<Owl>"]
            return HTML("<ul>\\(birds.map { HTML("<li>\\($0)</li>") })</ul>")
          }
          """,
        trials: [.init("list")]),
      Sample(
        title: "Or nothing", text: "An optional result is the value, or a 404.",
        code: """
          answers.get("/maybe/{number}") { (number: Int) -> String? in
            [1: "one", 2: "two"][number]
          }
          """,
        trials: [.init("maybe/1"), .init("maybe/3")]),
    ])
}
