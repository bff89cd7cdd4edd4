import Aloft

/// An application that the tests of the client ask.
enum SampleSite {
  struct Todo: Codable, Sendable, Equatable {
    var title: String
    var isDone = false
  }

  struct CurrentUser: PreparedParameter {
    let name: String
    static func prepare(for request: Request) async throws -> CurrentUser {
      guard let name = request.cookies["user"] else { throw HTTPError(.unauthorized) }
      return CurrentUser(name: name)
    }
  }

  struct Greeting: Sendable { let text: String }
  struct Broken: Error {}

  static func make() -> Application {
    let app = Application()
    app.provide(Greeting(text: "Hello"))
    app.get("/") { (greeting: Provided<Greeting>) in "\(greeting.text), World!" }
    app.get("/echo") { (request: Request) in
      Reply(request.queryString ?? "-", headers: ["X-Seen": request.headers["X-Sent"] ?? "-"])
    }
    app.get("/me") { (user: CurrentUser) in user.name }
    app.post("/login") { (request: Request) async throws -> Response in
      var response = Response.redirect(to: "/me")
      try response.setCookie(Cookie("user", await request.form()["name"] ?? ""), for: request)
      return response
    }
    app.post("/logout") { (request: Request) throws -> Response in
      var response = Response(text: "bye")
      try response.deleteCookie("user", for: request)
      return response
    }
    app.post("/todos") { (todo: JSON<Todo>) in JSON(todo.value, status: .created) }
    app.post("/photo") { (form: FormBody<[String: String]>) in
      "\(form.value["title"] ?? "-") \(form.files["photo"]?.size ?? 0) \(form.files["photo"]?.fileName ?? "-")"
    }
    app.post("/length") { (request: Request) in
      var count = 0
      for try await piece in request.body { count += piece.count }
      return "\(count)"
    }
    app.get("/loop") { Redirect(to: "/loop") }
    app.post("/keep") { Redirect(to: "/todos", status: .temporaryRedirect) }
    app.get("/stream") {
      Response.stream { writer in for number in 0..<3 { try await writer.write("piece \(number)\n") } }
    }
    app.get("/endless") {
      Response.events(heartbeat: .seconds(3600)) { events in
        while true {
          try await events.send("tick")
          await Task.yield()
        }
      }
    }
    app.get("/large") { Response(bytes: Array(repeating: 7, count: 300_000), type: "application/octet-stream") }
    app.get("/broken") { () -> String in throw Broken() }
    app.get("/early") { Response.stream(length: 10) { writer in try await writer.write("12345") } }
    app.delete("/todos/{id}") { (id: Int) in Status.noContent }
    return app
  }
}
