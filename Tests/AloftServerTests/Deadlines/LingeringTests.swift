import Aloft
import Testing

/// Behind the last answer a client gets a moment to read it before the connection is closed under it.
@Suite struct LingeringTests {
  private let last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

  private func describe(_ app: Application) { app.get("/") { "ok" } }

  @Test func aConnectionLingersAMomentAndNoLonger() throws {
    let site = try StillSite({ _ in }, describe)
    let client = try site.connect()
    try client.send(last)
    site.pass(seconds: 1)
    #expect(client.isTold && client.isOpen)
    site.pass(seconds: 4)
    #expect(!client.isOpen)
    #expect(try client.received().hasSuffix("ok"))
  }

  @Test func whatStillComesIsDiscarded() throws {
    let site = try StillSite({ _ in }, describe)
    let client = try site.connect()
    try client.send(last + last)
    try client.send(last)
    #expect(try client.received().dropFirst().firstRange(of: "HTTP/1.1") == nil)
  }

  @Test func theMomentBeginsWhenTheAnswerIsSent() throws {
    let site = try StillSite({ $0.readingRate = 240 }, describe)
    let client = try site.connect()
    client.stopReading()
    try client.send(last)
    site.pass(seconds: 4)
    #expect(client.isOpen)
    client.goOnReading()
    #expect(try client.received().hasSuffix("ok"))
    site.pass(seconds: 5)
    #expect(!client.isOpen)
  }

  @Test func aClientThatDoesNotReadItsLastAnswerIsLeft() throws {
    let site = try StillSite({ $0.readingRate = 240 }, describe)
    let client = try site.connect()
    client.stopReading()
    try client.send(last)
    site.pass(seconds: 10)
    #expect(!client.isOpen)
  }

  @Test func theEndOfTheClientsSideDoesNotCutOffItsAnswer() throws {
    let site = try StillSite({ _ in }, describe)
    let client = try site.connect()
    client.stopReading()
    try client.send(last)
    client.finishSending()
    site.pass(seconds: 1)
    client.goOnReading()
    #expect(try client.received().hasSuffix("ok"))
    #expect(!client.isOpen)
  }
}
