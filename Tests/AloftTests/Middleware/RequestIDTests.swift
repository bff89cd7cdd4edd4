import Aloft
import AloftHTTP
import Testing

@Suite struct RequestIDTests {
  private func answer(_ middleware: RequestID, _ headers: Headers = [:]) async throws -> Answered {
    let app = Application()
    app.use(middleware)
    app.get("/") { (request: Request) in request.id }
    return try await app.ask(.get, "/", headers: headers)
  }

  @Test func theIDThatHandlersSeeIsSent() async throws {
    let answered = try await answer(RequestID())
    #expect(answered.header("X-Request-ID") == answered.text)
    #expect(answered.text.count == 16)
    #expect(answered.isImmediate)
  }

  @Test func theFieldMayHaveAnotherName() async throws {
    let answered = try await answer(RequestID(header: "X-Correlation-ID"))
    #expect(answered.header("X-Correlation-ID") == answered.text)
    #expect(answered.header("X-Request-ID") == nil)
  }

  @Test func anErrorCarriesItToo() async throws {
    let app = Application()
    app.use(RequestID())
    #expect(try await app.ask(.get, "/nowhere").header("X-Request-ID")?.count == 16)
  }

  @Test func aClientGivesNoIDUnlessItIsTrusted() async throws {
    #expect(try await answer(RequestID(), ["X-Request-ID": "mine"]).text != "mine")
  }

  @Test(arguments: ["mine", "2a1b-33_c.4", "Root=1-67891233-abcdef012345678912345678", "a:b+c/d=@"])
  func aTrustedProxysIDIsTakenOver(id: String) async throws {
    let answered = try await answer(RequestID(trustsIncoming: true), ["X-Request-ID": id])
    #expect(answered.text == id)
    #expect(answered.header("X-Request-ID") == id)
  }

  @Test(arguments: [
    "", "two words", "a\tb", "a;b", "\"quoted\"", "<script>", "a\u{7F}b", "ü", "a\u{9B}31m", "${jndi:x}",
    String(repeating: "a", count: 129),
  ])
  func whatCouldHarmALogIsNoID(text: String) async throws {
    let app = Application()
    app.use(RequestID(trustsIncoming: true))
    app.get("/") { (request: Request) in request.id }
    // A control character would not get through the parser; another middleware may still have left one.
    app.use(SettingField("X-Request-ID", text), RequestID(trustsIncoming: true))
    let answered = try await app.ask(.get, "/")
    #expect(answered.text.count == 16)
    #expect(answered.text != text)
  }

  @Test func theLongestIDIsOf128Bytes() async throws {
    let id = String(repeating: "a", count: 128)
    #expect(try await answer(RequestID(trustsIncoming: true), ["X-Request-ID": id]).text == id)
  }

  @Test func ofTwoIDsNoneIsTaken() async throws {
    let headers = Headers([.init("X-Request-ID", "first"), .init("X-Request-ID", "second")])
    let text = try await answer(RequestID(trustsIncoming: true), headers).text
    #expect(text != "first" && text != "second")
  }
}
