import Aloft

/// A list of things to do, for programs and for people: the public Todo-Backend API at `/`, a page at `/app/`.
struct TodoSite: Plugin {
  let publicFolder: String

  func install(in app: Application) {
    app.provide(TodoStore())
    // Pages of all sites may use the list: that is what it is for.
    app.use(CORS(origins: .any, methods: [.get, .post, .patch, .delete]))
    app.use(SecurityHeaders(contentSecurityPolicy: "default-src 'self'; img-src 'self' data:"))
    app.mount(Todos())
    app.staticFiles(at: "/app", from: publicFolder, name: "page", index: "index.html")
  }
}

/// How the program is set up.
struct TodoSettings: Settings {
  let publicFolder: String

  static let prefix = "todo"
  static let fields = Fields(
    TodoSettings.init, Field("publicFolder", default: "Public", help: "The folder with the page's files."))
}
