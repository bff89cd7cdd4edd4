import Aloft

/// What goes wrong, on purpose and by accident.
struct Errors: Blueprint {
  struct KettleIsCold: Error {}

  func configure(_ errors: BlueprintBuilder) {
    errors.get("/", name: "index") { Self.page }

    errors.get("/members") { () -> String in
      throw HTTPError(.forbidden, "members only")
    }
    errors.get("/busy") { () -> String in
      throw HTTPError(.serviceUnavailable, "come back soon", headers: [.retryAfter: "30"])
    }

    errors.get("/accident") { () -> String in
      throw KettleIsCold()
    }

    errors.post("/small", bodyLimit: 10) { (request: Request) in
      "You sent '\(try await request.body.text())'"
    }
  }
}

extension Errors {
  private static let page = Page(
    title: "Errors",
    lead: "A handler that can't answer throws. What it throws decides what the client is told.",
    samples: [
      Sample(
        title: "On purpose", text: "An <code>HTTPError</code> says how it is answered.",
        code: """
          errors.get("/members") { () -> String in
            throw HTTPError(.forbidden, "members only")
          }
          errors.get("/busy") { () -> String in
            throw HTTPError(.serviceUnavailable, "come back soon", headers: [.retryAfter: "30"])
          }
          """,
        trials: [.init("members"), .init("busy")]),
      Sample(
        title: "By accident",
        text: "Any other error is a 500 that tells the client nothing. The log has the error and the route's place.",
        code: """
          struct KettleIsCold: Error {}

          errors.get("/accident") { () -> String in
            throw KettleIsCold()
          }
          """,
        trials: [.init("accident")]),
      Sample(
        title: "Without a handler", text: "What no route answers.",
        code: """
          // nothing at all
          """,
        trials: [.init("nowhere"), .init("accident", method: .delete)]),
      Sample(
        title: "Too much", text: "A body is never read beyond what its route accepts.",
        code: """
          errors.post("/small", bodyLimit: 10) { (request: Request) in
            "You sent '\\(try await request.body.text())'"
          }
          """,
        trials: [
          .init("small", label: "small, 5 bytes", method: .post, body: "swift"),
          .init("small", label: "small, 20 bytes", method: .post, body: "swiftswiftswiftswift"),
        ]),
    ])
}
