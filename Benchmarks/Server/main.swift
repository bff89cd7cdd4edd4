import Aloft

let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: port))
configuration.loops = 1

@Sendable func asynchronous() async -> String { "Hello, World!" }

let app = Application()
app.get("/plaintext") { "Hello, World!" }
app.get("/async") { await asynchronous() }
app.get("/users/{id}") { (id: Int) in "\(id)" }
app.post("/upload") { (request: Request) in
  var count = 0
  for try await piece in request.body { count += piece.count }
  return "\(count)"
}

let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 16 * 1024)
app.get("/large") {
  Response.stream(length: 64 * piece.count) { writer in
    for _ in 0..<64 { try await writer.write(piece) }
  }
}
try await app.run(configuration, arguments: [])
