import Foundation
import Hummingbird
import Logging

guard CommandLine.arguments.count > 1, let port = Int(CommandLine.arguments[1]) else {
  throw Usage()
}

let router = Router()

// Hummingbird has one kind of handler, an asynchronous one; the closure that awaits nothing is its synchronous form.
router.get("plaintext") { _, _ in "Hello, World!" }
router.get("async") { _, _ async in "Hello, World!" }

router.get("users/{id}") { _, context in
  try context.parameters.require("id")
}

router.post("upload") { request, _ in
  var length = 0
  for try await part in request.body {
    length += part.readableBytes
  }
  return String(length)
}

struct Nothing<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    try await next(request, context)
  }
}

let ten = router.group("ten")
for _ in 0..<10 { ten.add(middleware: Nothing()) }
ten.get("wrapping") { _, _ in "Hello, World!" }

router.get("json") { _, _ in Message(message: "Hello, World!") }
router.get("json/large") { _, _ in Catalog.sample }
router.post("json/large") { request, context in
  String(try await request.decode(as: Catalog.self, context: context).items.count)
}
router.get("todos") { _, _ in Todo.samples }

let folder = ProcessInfo.processInfo.environment["BENCH_FILES"] ?? "."
router.group("static").add(middleware: FileMiddleware(folder, urlBasePath: "/static"))
  .get("**") { _, _ -> Response in throw HTTPError(.notFound) }

var logger = Logger(label: "hummingbird-peer")
logger.logLevel = .error

let application = Application(
  router: router,
  configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "hummingbird", backlog: 1024),
  logger: logger)
try await application.runService()

struct Usage: Error, CustomStringConvertible {
  var description: String { "usage: hummingbird-peer PORT" }
}
