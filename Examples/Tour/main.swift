import Aloft

let app = Application()
app.get("/", name: "start") { (request: Request) in try StartPage(request) }

// Each subject is a blueprint in a file of its own, and says nothing of where it is mounted.
app.mount(Placeholders(), at: "/placeholders")
app.mount(Queries(), at: "/queries")
app.mount(Names(), at: "/names")
app.mount(Blueprints(), at: "/blueprints")
app.mount(Addresses(), at: "/addresses")

app.mount(Answers(), at: "/answers")
app.mount(Replies(), at: "/replies")
app.mount(Files(folder: try SampleFiles.write()), at: "/files")
app.mount(Errors(), at: "/errors")

app.mount(Streams(), at: "/streams")
app.mount(Uploads(), at: "/uploads")
app.mount(Upgrades(), at: "/upgrades")

app.mount(Guestbook(), at: "/guestbook")
app.mount(Preparations(), at: "/preparations")
app.mount(SlowWork(), at: "/slow-work")

// A kind of placeholder of our own, for `{code:country}` in any pattern.
app.converter("country", Country())

try await app.run()
