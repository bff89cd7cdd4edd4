import Aloft

/// Parts of a path as typed values.
struct Placeholders: Blueprint {
  func configure(_ placeholders: BlueprintBuilder) {
    placeholders.get("/", name: "index") { Self.page }

    placeholders.get("/hello/{name}") { (name: String) in "Hello, \(name)!" }
    placeholders.get("/square/{n:int(max=1000000)}") { (n: Int) in "\(n) × \(n) = \(n * n)" }
    placeholders.get("/half/{x:float}") { (x: Double) in "\(x / 2)" }

    placeholders.get("/calendar/{year:int(digits=4)}-{month:int(min=1,max=12)}") { (year: Int, month: Int) in
      "Month \(month) of \(year)"
    }
    placeholders.get("/report/{name}.{format:any(pdf,csv)}") { (name: String, format: String) in
      "The report '\(name)' as \(format)"
    }

    placeholders.get("/wiki/{page:path}") { (page: String) in "The page \(page)" }

    placeholders.get("/books/{shelf}") { (shelf: Shelf) in "Books that are \(shelf)" }
    placeholders.get("/flags/{code:country}") { (code: String) in Country.flag(of: code) }
  }
}

enum Shelf: String, PathParameter { case new, used }

/// `{code:country}`: two capital letters.
struct Country: PathConverter {
  func matches(_ value: Span<UInt8>) -> Bool {
    value.count == 2 && (65...90).contains(value[0]) && (65...90).contains(value[1])
  }

  /// The flag that Unicode composes of two regional letters.
  static func flag(of code: String) -> String {
    String(String.UnicodeScalarView(code.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0x1F1A5) }))
  }
}

extension Placeholders {
  private static let page = Page(
    title: "Placeholders",
    lead: """
      A placeholder's text becomes the parameter of the handler that stands in its place. The parameter's type
      says what fits; a path that does not fit is not found, and the handler never sees it.
      """,
    samples: [
      Sample(
        title: "Typed",
        text: "An <code>Int</code> wants digits, a <code>Double</code> a point. Limits stand in brackets.",
        code: """
          placeholders.get("/hello/{name}") { (name: String) in "Hello, \\(name)!" }
          placeholders.get("/square/{n:int(max=1000000)}") { (n: Int) in "\\(n) × \\(n) = \\(n * n)" }
          placeholders.get("/half/{x:float}") { (x: Double) in "\\(x / 2)" }
          """,
        trials: [
          .init("hello/Z%C3%BCrich", label: "hello/Zürich"), .init("square/12"), .init("square/1000001"),
          .init("square/twelve"), .init("half/0.5"),
        ]),
      Sample(
        title: "Several in a segment", text: "They may stand in one segment, with text between them.",
        code: """
          placeholders.get("/calendar/{year:int(digits=4)}-{month:int(min=1,max=12)}") { (year: Int, month: Int) in
            "Month \\(month) of \\(year)"
          }
          placeholders.get("/report/{name}.{format:any(pdf,csv)}") { (name: String, format: String) in
            "The report '\\(name)' as \\(format)"
          }
          """,
        trials: [
          .init("calendar/2026-05"), .init("calendar/2026-13"), .init("report/first.quarter.pdf"),
          .init("report/first.doc"),
        ]),
      Sample(
        title: "The rest of a path", text: "A <code>path</code> takes slashes too.",
        code: """
          placeholders.get("/wiki/{page:path}") { (page: String) in "The page \\(page)" }
          """,
        trials: [.init("wiki/Birds"), .init("wiki/Birds/Swifts/Food")]),
      Sample(
        title: "Your own types",
        text: "An enum with raw values is a parameter by a word. A converter decides which texts match at all.",
        code: """
          enum Shelf: String, PathParameter { case new, used }

          placeholders.get("/books/{shelf}") { (shelf: Shelf) in "Books that are \\(shelf)" }

          /// `{code:country}`: two capital letters.
          struct Country: PathConverter {
            func matches(_ value: Span<UInt8>) -> Bool {
              value.count == 2 && (65...90).contains(value[0]) && (65...90).contains(value[1])
            }
          }

          app.converter("country", Country())

          placeholders.get("/flags/{code:country}") { (code: String) in Country.flag(of: code) }
          """,
        trials: [.init("books/used"), .init("books/lost"), .init("flags/CH"), .init("flags/Swiss")]),
    ])
}
