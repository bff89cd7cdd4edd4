import Aloft

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: port))
configuration.loops = 1
configuration.limits.body = 64 * 1024 * 1024

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

struct Looking: SynchronousMiddleware {
  func before(_ request: inout Request) -> Response? { nil }
  func after(_ response: inout Response, for request: Request) {}
}

struct Wrapping: Middleware {
  func respond(to request: Request, next: Next) async throws -> Response { try await next(request) }
}

app.group("/ten") { ten in
  ten.group { group in
    for _ in 0..<10 { group.use(Looking()) }
    group.get("/looking") { "Hello, World!" }
  }
  ten.group { group in
    for _ in 0..<10 { group.use(Wrapping()) }
    group.get("/wrapping") { "Hello, World!" }
  }
}

app.get("/json") { Message(message: "Hello, World!") }
app.get("/json/large") { Catalog.sample }
app.post("/json/large") { (catalog: JSON<Catalog>) in "\(catalog.items.count)" }
app.get("/todos") { Todo.samples }
app.with(Compression()).get("/gzip") { Catalog.sample }
app.staticFiles(from: ProcessInfo.processInfo.environment["BENCH_FILES"] ?? ".")

struct NoFields: Decodable, Sendable {}

app.post("/multipart") { (form: FormBody<NoFields>) in "\(form.files["file"]?.size ?? 0)" }

let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 16 * 1024)
app.get("/large") {
  Response.stream(length: 64 * piece.count) { writer in
    for _ in 0..<64 { try await writer.write(piece) }
  }
}
try await app.run(configuration, arguments: [])
