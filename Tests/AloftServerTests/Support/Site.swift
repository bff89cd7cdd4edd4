import Aloft
import AloftHTTP
import AloftServer

/// A running server, with its log.
struct Site: Sendable {
  let server: Server
  let log: CapturedLog

  var port: Int {
    if case .tcp(_, let port) = server.address { port } else { 0 }
  }

  func connect(buffers: Int32? = nil) throws -> Client { try Client(port: port, buffers: buffers) }

  /// Sends bytes over a connection of their own and reads the one response.
  func response(to text: String) async throws -> ClientResponse {
    let client = try connect()
    try await client.send(text)
    return try await client.response()
  }

  /// Runs an application on a free port for as long as `test` takes.
  static func with(_ describe: (Application) -> Void, test: (Site) async throws -> Void) async throws {
    try await with({ _ in }, describe, test: test)
  }

  /// Runs an application on a free port for as long as `test` takes.
  static func with(
    _ configure: (inout ServerConfiguration) -> Void, _ describe: (Application) -> Void,
    test: (Site) async throws -> Void
  ) async throws {
    let log = CapturedLog()
    let app = Application(logger: log.logger)
    describe(app)
    let server = try await app.start(configuration(configure)).server
    try await run(Site(server: server, log: log), test)
  }

  /// Runs a function on a free port for as long as `test` takes.
  static func answering(
    _ configure: (inout ServerConfiguration) -> Void = { _ in },
    by respond: @escaping @Sendable (Request) async throws -> Response, test: (Site) async throws -> Void
  ) async throws {
    let log = CapturedLog()
    let server = Server(configuration: configuration(configure), logger: log.logger, respond: respond)
    try await server.start()
    try await run(Site(server: server, log: log), test)
  }

  private static func configuration(_ configure: (inout ServerConfiguration) -> Void) -> ServerConfiguration {
    var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0))
    configuration.loops = 1
    // What is shown here takes as long as the machine is busy; deadlines have tests of their own, on a still clock.
    configuration.limits.headerTime = nil
    configuration.limits.idleTime = nil
    configuration.limits.bodyRate = nil
    configuration.limits.readingRate = nil
    configure(&configuration)
    return configuration
  }

  private static func run(_ site: Site, _ test: (Site) async throws -> Void) async throws {
    do {
      try await test(site)
    } catch {
      await site.server.stop(within: .zero)
      throw error
    }
    await site.server.stop(within: .zero)
  }

  /// Lets the server's event loop turn as often as it takes until `value` stays the same.
  func settled(_ value: () async throws -> Int) async throws -> Int {
    let client = try connect()
    var last = try await value()
    var sameTurns = 0
    while sameTurns < 30 {
      _ = try await client.get("/turn")
      let new = try await value()
      sameTurns = new == last ? sameTurns + 1 : 0
      last = new
    }
    return last
  }
}
