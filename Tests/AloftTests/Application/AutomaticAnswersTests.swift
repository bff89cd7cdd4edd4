import Aloft
import AloftHTTP
import Testing

@Suite struct AutomaticAnswersTests {
  private let app: Application

  init() {
    app = Application()
    app.get("/page") { "page" }
    app.get("/folder/") { "folder" }
    app.get("/{a}/{b}/") { (a: String, b: String) in "\(a) \(b)" }
    app.post("/form") { "sent" }
    app.delete("/page") { "gone" }
    app.add(Route([.options], "/own", place: SourcePlace(), handler: Handler { "own options" }))
  }

  @Test func headIsAnsweredByGet() async throws {
    let answered = try await app.ask(.head, "/page")
    #expect(answered.status == .ok)
    #expect(answered.response.body.length == 4)
    #expect(try await app.ask(.head, "/form").status == .methodNotAllowed)
  }

  @Test func optionsTellsWhatIsAllowed() async throws {
    let answered = try await app.ask(.options, "/page")
    #expect(answered.status == .noContent)
    #expect(answered.header(.allow) == "DELETE, GET, HEAD, OPTIONS")
    #expect(try await app.ask(.options, "/own").text == "own options")
    #expect(try await app.ask(.options, "/nowhere").status == .notFound)
  }

  @Test func optionsOfTheServerTellsAllMethods() async throws {
    let answered = try await app.ask(.options, "*")
    #expect(answered.status == .noContent)
    #expect(answered.header(.allow) == "DELETE, GET, HEAD, OPTIONS, POST")
  }

  @Test func anotherMethodIsToldWhichAreAllowed() async throws {
    let answered = try await app.ask(.get, "/form")
    #expect(answered.status == .methodNotAllowed)
    #expect(answered.header(.allow) == "OPTIONS, POST")
    #expect(answered.text == "405 Method Not Allowed\n")
  }

  @Test func aMissingSlashIsARedirectThatKeepsTheQuery() async throws {
    let answered = try await app.ask(.get, "/folder?a=1&b=%20")
    #expect(answered.status == .permanentRedirect)
    #expect(answered.header(.location) == "/folder/?a=1&b=%20")
  }

  @Test(arguments: [
    "//evil.example/x", "//evil.example//x", "///evil.example/x", "/%2Fevil.example/x", "//evil.example",
    "//evil.example/", "/%5Cevil.example/x", "//evil.example/%2e%2e/x",
  ])
  func aRedirectNeverBeginsWithTwoSlashes(path: String) async throws {
    let answered = try await app.ask(.get, path)
    let location = answered.header(.location) ?? "/"
    #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.hasPrefix("/\\"))
  }

  @Test func aRedirectForDoubledSlashesIsAPath() async throws {
    #expect(try await app.ask(.get, "//evil.example/x/").header(.location) == "/evil.example/x/")
  }

  @Test func trailingSlashesAreAsTheApplicationSays() async throws {
    let app = Application()
    app.get("/folder/") { "folder" }
    app.trailingSlashes(.strict)
    #expect(try await app.get("/folder").hasPrefix("404"))
  }

  @Test func aPathThatIsNotRightlyEncodedIsRefused() async throws {
    #expect(try await app.ask(.get, "/a%00b").status == .badRequest)
    #expect(try await app.ask(.get, "/a%00b").text == "400 Bad Request: the path is not rightly encoded\n")
  }

  @Test func anAbsoluteTargetWithoutAPathIsTheRoot() async throws {
    let app = Application()
    app.get("/") { request in "root of \(request.host)" }
    #expect(try await app.get("http://example.org") == "200 root of example.org")
  }
}
