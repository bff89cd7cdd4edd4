import Aloft
import Testing

@Suite struct HeaderAndIdleTimeTests {
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  private func describe(_ app: Application) { app.get("/") { "ok" } }

  private static func waiting(at gate: Gate) -> (Application) -> Void {
    { app in
      app.get("/wait") { () async in
        await gate.pass()
        return "waited"
      }
      app.get("/") { "ok" }
    }
  }

  @Test func aHeadThatTakesTooLongIsAnsweredWith408AndTheConnectionCloses() throws {
    let site = try StillSite({ $0.headerTime = .seconds(10) }, describe)
    let client = try site.connect()
    try client.send("GET / HT")
    site.pass(seconds: 9)
    #expect(try client.received() == "")
    site.pass(seconds: 2)
    let text = try client.received()
    #expect(text.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
    #expect(text.contains("Connection: close\r\n"))
    site.pass(seconds: 5)
    #expect(!client.isOpen)
  }

  @Test func bytesThatTrickleEarnAHeadNoTime() throws {
    let site = try StillSite({ $0.headerTime = .seconds(10) }, describe)
    let client = try site.connect()
    for byte in "GET /" {
      try client.send(String(byte))
      site.pass(seconds: 3)
    }
    #expect(try client.received().hasPrefix("HTTP/1.1 408 "))
  }

  @Test func theTimeBeginsWithTheFirstByteOfEachHead() throws {
    let site = try StillSite({ $0.headerTime = .seconds(10) }, describe)
    let client = try site.connect()
    for _ in 0..<2 {
      site.pass(seconds: 50)
      try client.send("GET / HT")
      site.pass(seconds: 9)
      try client.send("TP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.received().hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func theTimeBeginsAnewForAHeadBehindARequestInFlight() throws {
    let gate = Gate()
    let site = try StillSite({ $0.headerTime = .seconds(10) }, Self.waiting(at: gate))
    let client = try site.connect()
    try client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n")
    site.pass(seconds: 100)
    #expect(try client.received() == "")
    gate.open()
    site.pass(seconds: 9)
    try client.send("Host: a\r\n\r\n")
    #expect(try client.received().hasSuffix("ok"))
  }

  @Test func aHeadMayTakeForEverWithoutALimit() throws {
    let site = try StillSite({ $0.headerTime = nil }, describe)
    let client = try site.connect()
    try client.send("GET / HT")
    site.pass(seconds: 10_000)
    try client.send("TP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.received().hasPrefix("HTTP/1.1 200 "))
  }

  @Test(arguments: [false, true])
  func anIdleConnectionIsClosedWithoutAWord(_ isUsed: Bool) throws {
    let site = try StillSite({ $0.idleTime = .seconds(60) }, describe)
    let client = try site.connect()
    site.pass(seconds: 50)
    if isUsed { try client.send(request) }
    site.pass(seconds: isUsed ? 59 : 9)
    _ = try client.received()
    #expect(client.isOpen)
    site.pass(seconds: 6)
    #expect(!client.isOpen)
    #expect(try client.received() == "")
  }

  @Test func anIdleConnectionIsKeptWithoutALimit() throws {
    let site = try StillSite({ $0.idleTime = nil }, describe)
    let client = try site.connect()
    site.pass(seconds: 10_000)
    try client.send(request)
    #expect(try client.received().hasPrefix("HTTP/1.1 200 "))
  }

  @Test func aConnectionWhoseHandlerIsAtWorkIsNotIdle() throws {
    let gate = Gate()
    let limits: (inout ServerLimits) -> Void = { limits in
      limits.idleTime = .seconds(60)
      limits.headerTime = .seconds(10)
      limits.bodyRate = 240
      limits.readingRate = 240
    }
    let site = try StillSite(limits, Self.waiting(at: gate))
    let client = try site.connect()
    try client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
    site.pass(seconds: 10_000)
    gate.open()
    site.settle()
    #expect(try client.received().hasSuffix("waited"))
  }

  @Test func aConnectionThatIsUpgradedIsNotIdle() throws {
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.upgrade(to: "echo") { connection in
          for try await piece in connection { try await connection.write(piece) }
        }
      }
    }
    let site = try StillSite({ $0.idleTime = .seconds(60) }, describe)
    let client = try site.connect()
    try client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")
    #expect(try client.received().hasPrefix("HTTP/1.1 101 "))
    site.pass(seconds: 10_000)
    try client.send("still there")
    #expect(try client.received() == "still there")
  }

  @Test func aConnectionWhoseAnswerIsOnItsWayIsNotIdle() throws {
    let site = try StillSite({ $0.idleTime = .seconds(60) }, describe)
    let client = try site.connect()
    client.stopReading()
    try client.send(request)
    site.pass(seconds: 100)
    client.goOnReading()
    #expect(try client.received().hasSuffix("ok"))
    try client.send(request)
    #expect(try client.received().hasSuffix("ok"))
  }
}
