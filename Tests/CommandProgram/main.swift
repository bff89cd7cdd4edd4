import Aloft

/// A program with settings and commands of its own, which tests run as a process.
struct NotesSettings: Settings {
  let databaseURL: String
  let signingKey: Secret<String>
  let pageSize: Int
  static let fields = Fields(
    NotesSettings.init, Field("databaseURL", help: "Where the notes are."), Field("signingKey", .length(8...)),
    Field("pageSize", .range(1...100), default: 20))
}

struct AddOptions: CommandOptions {
  let text: String
  let pinned: Bool
  static let positionals = ["text"]
  static let fields = Fields(AddOptions.init, Field("text"), Field("pinned", default: false))
}

let app = Application()
app.command("version", help: "Says which one it is.") { context in context.print("1.0") }
let settings = app.readSettings(NotesSettings.self)

app.get("/") { "\(settings.pageSize) notes of \(settings.databaseURL)" }
app.onStop { context in context.logger.info("put away") }
app.command("add", help: "Adds a note.", options: AddOptions.self) { options, context in
  context.print("\(options.text)\(options.pinned ? ", pinned" : "") in \(settings.databaseURL)")
}
app.command("fail", help: "Fails.") { _ in throw CommandError("there is no paper", status: 7) }
app.command("work", help: "Works until it is told to stop.") { context in
  context.logger.info("working")
  try await Task.sleep(for: .seconds(60))
}
try await app.run()
