import Aloft

/// A picture in one colour: a result of our own.
struct Swatch: HandlerResult {
  let color: String

  func response(to request: Request) -> Response {
    let picture: HTML = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="\(color)"/></svg>
      """
    return Response(bytes: Array(picture.markup.utf8), type: "image/svg+xml")
  }
}

/// Status and header fields.
struct Replies: Blueprint {
  func configure(_ replies: BlueprintBuilder) {
    replies.get("/", name: "index") { Self.page }

    replies.post("/birds") { Reply("A bird was added.", status: .created, headers: ["X-Tour": "bird 7"]) }
    replies.get("/teapot") { Status(418, phrase: "I'm a teapot") }
    replies.get("/nothing") { Status.noContent }

    replies.get("/old", name: "old") { (request: Request) in
      Redirect(to: try request.url(for: ".new"), status: .permanentRedirect)
    }
    replies.get("/new", name: "new") { "You are at the new address." }

    replies.get("/swatch/{color:any(gold,salmon,teal)}") { (color: String) in Swatch(color: color) }

    replies.get("/page") {
      var response = Response(text: "tea;cup\n1;2\n")
      response.headers[.contentType] = "text/csv"
      response.headers[.cacheControl] = "max-age=60"
      return response
    }
  }
}

extension Replies {
  private static let page = Page(
    title: "Status and headers",
    lead: "When the value alone does not say enough.",
    samples: [
      Sample(
        title: "Reply and Status", text: "A reply is any other result with a status and header fields of its own.",
        code: """
          replies.post("/birds") { Reply("A bird was added.", status: .created, headers: ["X-Tour": "bird 7"]) }
          replies.get("/teapot") { Status(418, phrase: "I'm a teapot") }
          replies.get("/nothing") { Status.noContent }
          """,
        trials: [.init("teapot"), .init("nothing"), .init("birds", method: .post)]),
      Sample(
        title: "Redirect", text: "303 unless you say otherwise: the browser then asks with GET.",
        code: """
          replies.get("/old", name: "old") { (request: Request) in
            Redirect(to: try request.url(for: ".new"), status: .permanentRedirect)
          }
          replies.get("/new", name: "new") { "You are at the new address." }
          """,
        trials: [.init("old")]),
      Sample(
        title: "A result of your own", text: "Whatever says how it becomes a response can be returned.",
        code: """
          struct Swatch: HandlerResult {
            let color: String

            func response(to request: Request) -> Response {
              let picture: HTML = ""\"
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="\\(color)"/></svg>
                ""\"
              return Response(bytes: Array(picture.markup.utf8), type: "image/svg+xml")
            }
          }

          replies.get("/swatch/{color:any(gold,salmon,teal)}") { (color: String) in Swatch(color: color) }
          """,
        trials: [.init("swatch/salmon"), .init("swatch/teal"), .init("swatch/mud")]),
      Sample(
        title: "The response itself", text: "And below all of them is a value with a status, fields and a body.",
        code: """
          replies.get("/page") {
            var response = Response(text: "tea;cup\\n1;2\\n")
            response.headers[.contentType] = "text/csv"
            response.headers[.cacheControl] = "max-age=60"
            return response
          }
          """,
        trials: [.init("page")]),
    ])
}
