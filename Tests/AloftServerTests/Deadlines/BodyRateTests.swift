import Aloft
import AloftHTTP
import Testing

/// A body must arrive at 240 bytes a second, measured over five seconds.
@Suite struct BodyRateTests {
  private let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"

  private func count(_ bytes: Int) -> String { String(repeating: "x", count: bytes) }

  private func collect(_ app: Application) {
    app.post("/") { (request: Request) async throws in "\(try await request.body.collect().count)" }
  }

  private static func collecting(behind gate: Gate) -> (Application) -> Void {
    { app in
      app.post("/") { (request: Request) async throws in
        await gate.pass()
        return "\(try await request.body.collect().count)"
      }
    }
  }

  private func limit(_ limits: inout ServerLimits) { limits.bodyRate = 240 }

  @Test func aBodyThatStallsIsAnsweredWith408AndTheConnectionCloses() throws {
    let site = try StillSite(limit, collect)
    let client = try site.connect()
    try client.send(head + count(5000))
    site.pass(seconds: 4)
    #expect(try client.received() == "")
    site.pass(seconds: 12)
    let text = try client.received()
    #expect(text.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
    #expect(text.contains("Connection: close\r\n"))
    #expect(!client.isOpen)
  }

  @Test func aBodyThatTricklesIsAnsweredWith408() throws {
    let site = try StillSite(limit, collect)
    let client = try site.connect()
    try client.send(head)
    for _ in 0..<7 {
      try client.send(count(100))
      site.pass(seconds: 1)
    }
    #expect(try client.received().hasPrefix("HTTP/1.1 408 "))
  }

  @Test func aBodyThatKeepsThePaceArrives() throws {
    let site = try StillSite(limit, collect)
    let client = try site.connect()
    try client.send(head)
    for _ in 0..<100 {
      try client.send(count(1000))
      site.pass(seconds: 2)
    }
    #expect(try client.received().hasSuffix("100000"))
  }

  @Test func aBodyMayStallForEverWithoutALimit() throws {
    let site = try StillSite({ $0.bodyRate = nil }, collect)
    let client = try site.connect()
    try client.send(head)
    site.pass(seconds: 10_000)
    try client.send(count(100_000))
    #expect(try client.received().hasSuffix("100000"))
  }

  @Test func aHandlerThatDoesNotReadIsCancelledAndItsClientAnswered() throws {
    let cancelled = Flag()
    let describe: (Application) -> Void = { app in
      app.post("/") { () async in
        await Gate().pass()
        cancelled.set(Task.isCancelled)
        return ""
      }
    }
    let site = try StillSite(limit, describe)
    let client = try site.connect()
    try client.send(head)
    site.pass(seconds: 15)
    let text = try client.received()
    #expect(text.hasPrefix("HTTP/1.1 408 "))
    #expect(text.dropFirst().firstRange(of: "HTTP/1.1") == nil)
    #expect(cancelled.isSet)
  }

  @Test func aReaderThatPausesDoesNotCountAgainstItsClient() throws {
    let gate = Gate()
    let limits: (inout ServerLimits) -> Void = { limits in
      limits.bodyRate = 240
      limits.readAhead = 1024
    }
    let site = try StillSite(limits, Self.collecting(behind: gate))
    let client = try site.connect()
    try client.send(head + count(2000))
    site.pass(seconds: 10_000)
    #expect(try client.received() == "")
    gate.open()
    site.settle()
    try client.send(count(98_000))
    #expect(try client.received().hasSuffix("100000"))
  }

  @Test func aClientThatWaitsToBeAskedIsNotSlow() throws {
    let gate = Gate()
    let site = try StillSite(limit, Self.collecting(behind: gate))
    let client = try site.connect()
    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
    site.pass(seconds: 10_000)
    gate.open()
    site.settle()
    #expect(try client.received() == "HTTP/1.1 100 Continue\r\n\r\n")
    try client.send("hello")
    #expect(try client.received().hasSuffix("5"))
  }

  @Test func aBodyNobodyReadsIsNotWaitedForEither() throws {
    let site = try StillSite(limit) { app in app.post("/") { "early" } }
    let client = try site.connect()
    try client.send(head)
    #expect(try client.received().hasSuffix("early"))
    site.pass(seconds: 15)
    #expect(!client.isOpen)
    #expect(try client.received() == "")
  }
}
