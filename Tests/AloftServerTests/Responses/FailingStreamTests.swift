import Aloft
import AloftHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct FailingStreamTests {
  private struct Fault: Error {}

  private func describe(_ app: Application) {
    app.get("/good") { "good" }
    app.get("/fails") {
      Response.stream { writer in
        try await writer.write("first")
        throw Fault()
      }
    }
    app.get("/late") {
      Response.stream { writer in
        try await writer.write("first")
        await Task.yield()
        throw Fault()
      }
    }
    app.get("/longer") {
      Response.stream(length: 4) { writer in
        try await writer.write("abc")
        try await writer.write("de")
      }
    }
    app.get("/shorter") { Response.stream(length: 4) { try await $0.write("abc") } }
  }

  private func everything(behind text: String, from site: Site) async throws -> Client.Remainder {
    let client = try site.connect()
    try await client.send(text)
    return try await client.rest()
  }

  @Test(arguments: ["/fails", "/late"])
  func aStreamThatFailsEndsWithoutItsLastChunk(_ path: String) async throws {
    try await Site.with(
      describe,
      test: { site in
        let text = try await everything(behind: "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", from: site).text
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text.hasSuffix("\r\n\r\n5\r\nfirst\r\n"))
        #expect(site.log.messages.contains("a response's body failed, so its connection was closed"))
      })
  }

  @Test func aBodyLongerThanAnnouncedIsCutOff() async throws {
    try await Site.with(
      describe,
      test: { site in
        let text = try await everything(behind: "GET /longer HTTP/1.1\r\nHost: a\r\n\r\n", from: site).text
        #expect(text.contains("Content-Length: 4\r\n"))
        #expect(text.hasSuffix("\r\n\r\nabc"))
      })
  }

  @Test func aBodyShorterThanAnnouncedClosesTheConnection() async throws {
    try await Site.with(
      describe,
      test: { site in
        let good = "GET /good HTTP/1.1\r\nHost: a\r\n\r\n"
        let text = try await everything(behind: "GET /shorter HTTP/1.1\r\nHost: a\r\n\r\n\(good)", from: site).text
        #expect(text.hasSuffix("\r\n\r\nabc"))
      })
  }

  @Test(arguments: ["/fails", "/late"])
  func anOldClientIsToldByAReset(_ path: String) async throws {
    try await Site.with(
      describe,
      test: { site in
        let ending = try await everything(behind: "GET \(path) HTTP/1.0\r\n\r\n", from: site).ending
        #expect(ending == .reset)
      })
  }

  @Test(arguments: ["/fails", "/late", "/longer"])
  func anAnswerBeforeAFailureIsNotLostWithIt(_ path: String) async throws {
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\nGET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.response().text == "good")
      })
  }

  @Test func aWriterThatIsKeptBehindTheEndWritesNothing() async throws {
    let gate = Gate()
    let outcome = Signal<Bool>()
    let describe: (Application) -> Void = { app in
      app.get("/leaks") {
        Response.stream { writer in
          try await writer.write("all")
          Task {
            await gate.pass()
            do {
              try await writer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
              outcome.send(true)
            } catch {
              outcome.send(false)
            }
          }
        }
      }
      app.get("/good") { "good" }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        #expect(try await client.get("/leaks").text == "all")
        gate.open()
        #expect(await outcome.next() == false)
        #expect(try await client.get("/good").text == "good")
      })
  }
}
