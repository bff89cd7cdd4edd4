import Aloft
import Testing

/// A response must be taken at 240 bytes a second, measured over five seconds.
@Suite struct ReadingRateTests {
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  private func describe(_ app: Application) { app.get("/") { String(repeating: "x", count: 10_000) } }

  @Test func aClientThatReadsNothingIsLeft() throws {
    let site = try StillSite({ $0.readingRate = 240 }, describe)
    let client = try site.connect()
    client.stopReading()
    try client.send(request)
    site.pass(seconds: 4)
    #expect(client.isOpen)
    site.pass(seconds: 6)
    #expect(!client.isOpen)
    #expect(site.log.messages.contains("connection closed: the client reads too slowly"))
  }

  @Test func aClientMayReadNothingForEverWithoutALimit() throws {
    let site = try StillSite({ $0.readingRate = nil }, describe)
    let client = try site.connect()
    client.stopReading()
    try client.send(request)
    site.pass(seconds: 10_000)
    client.goOnReading()
    #expect(try client.received().hasSuffix("xxx"))
    #expect(client.isOpen)
  }

  @Test func aClientThatReadsInTimeIsKept() throws {
    let site = try StillSite({ $0.readingRate = 240 }, describe)
    let client = try site.connect()
    for _ in 0..<10 {
      client.stopReading()
      try client.send(request)
      site.pass(seconds: 4)
      client.goOnReading()
      #expect(try client.received().hasSuffix("xxx"))
      site.pass(seconds: 4)
    }
    #expect(client.isOpen)
  }

  @Test func aClientOfAnUpgradedConnectionMustReadToo() throws {
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.upgrade(to: "echo") { connection in
          for try await piece in connection { try await connection.write(piece) }
        }
      }
    }
    let site = try StillSite({ $0.readingRate = 240 }, describe)
    let client = try site.connect()
    try client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")
    client.stopReading()
    try client.send(String(repeating: "x", count: 1000))
    site.pass(seconds: 10)
    #expect(!client.isOpen)
  }
}
