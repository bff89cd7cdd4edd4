import Aloft

let app = Application()
app.get("/") { "Hello, World!" }
app.get("/hello/{name}") { (name: String) in "Hello, \(name)!" }
try await app.run()
