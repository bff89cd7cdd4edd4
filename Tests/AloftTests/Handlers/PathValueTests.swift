import Aloft
import AloftHTTP
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct PathValueTests {
  private enum Shelf: String, PathParameter { case new, used }
  private enum Level: Int, PathParameter {
    case low = 1
    case high = 2
  }
  private struct Even: PathParameter {
    let number: Int
    init?(pathText: String) {
      guard let number = Int(pathText), number.isMultiple(of: 2) else { return nil }
      self.number = number
    }
  }
  /// Takes two placeholders at once.
  private struct Span: HandlerParameter {
    let text: String
    static var origin: ParameterOrigin { .path }
    static func value(from values: inout ParameterValues) throws -> Span { Span(text: try values.nextText()) }
  }

  @Test func aHandlerWithoutParametersAnswers() async throws {
    let app = Application()
    app.get("/") { "Hello, World!" }
    #expect(try await app.get("/") == "200 Hello, World!")
  }

  @Test func valuesBindToPlaceholdersByPosition() async throws {
    let app = Application()
    app.get("/{year}/{title}") { (a: Int, b: String) in "\(a + 1) \(b)" }
    #expect(try await app.get("/2025/winter") == "200 2026 winter")
  }

  @Test func whatIsNoTextBindsByTypeAndMayStandAnywhere() async throws {
    let app = Application()
    app.get("/{a}/{b}") { (a: Int, request: Request, b: Substring) in "\(a) \(request.path) \(b)" }
    app.get("/first/{a}/{b}") { (request: Request, a: Int, b: String) in "\(request.method) \(a) \(b)" }
    #expect(try await app.get("/1/x") == "200 1 /1/x x")
    #expect(try await app.get("/first/1/x") == "200 GET 1 x")
  }

  @Test func aFunctionIsAHandler() async throws {
    struct Users: Sendable {
      func show(id: Int) -> String { "user \(id)" }
      @Sendable func list(_ request: Request) async -> String { "users of \(request.host)" }
    }
    @Sendable func index() throws -> HTML { HTML("<p>index</p>") }
    let app = Application()
    app.get("/", index)
    app.get("/users", Users().list)
    app.get("/users/{id}", Users().show)
    #expect(try await app.get("/") == "200 <p>index</p>")
    #expect(try await app.get("/users") == "200 users of example.com")
    #expect(try await app.get("/users/7") == "200 user 7")
  }

  @Test func anUntypedPlaceholderHasTheConverterOfItsParameter() async throws {
    let app = Application()
    app.get("/{id}") { (id: Int) in "number \(id)" }
    app.get("/{name}") { (name: String) in "name \(name)" }
    #expect(try await app.get("/12") == "200 number 12")
    #expect(try await app.get("/anna") == "200 name anna")
  }

  @Test(arguments: ["/x", "/1x", "/-1", "/%31x", "/9223372036854775808", "/99999999999999999999999999", "/1.5", "/٣"])
  func whatIsNoNumberOrTooLargeIsNotFound(path: String) async throws {
    let app = Application()
    app.get("/{id}") { (id: Int) in "\(id)" }
    app.get("/text/{id:string}") { (id: Int) in "\(id)" }
    #expect(try await app.get(path).hasPrefix("404"))
    #expect(try await app.get("/text\(path)") == (path == "/-1" ? "200 -1" : "404 404 Not Found\n"))
  }

  @Test func theLargestNumberIsFound() async throws {
    let app = Application()
    app.get("/{id}") { (id: Int) in "\(id)" }
    app.get("/signed/{id:int(signed=true)}") { (id: Int) in "\(id)" }
    #expect(try await app.get("/9223372036854775807") == "200 9223372036854775807")
    #expect(try await app.get("/%31%32") == "200 12")
    #expect(try await app.get("/signed/-9223372036854775808") == "200 -9223372036854775808")
  }

  @Test func aNumberTooLargeForASmallTypeIsNotFound() async throws {
    let app = Application()
    app.get("/a/{id}") { (id: UInt8) in "\(id)" }
    app.get("/b/{id:int(signed=true)}") { (id: Int16) in "\(id)" }
    app.get("/c/{id}") { (id: UInt64) in "\(id)" }
    #expect(try await app.get("/a/255") == "200 255")
    #expect(try await app.get("/a/256").hasPrefix("404"))
    #expect(try await app.get("/b/-32768") == "200 -32768")
    #expect(try await app.get("/b/-32769").hasPrefix("404"))
    #expect(try await app.get("/c/5") == "200 5")
  }

  @Test func enumsAndTypesOfOnesOwnAreFoundByTheirTexts() async throws {
    let app = Application()
    app.get("/books/{shelf}") { (shelf: Shelf) in "\(shelf)" }
    app.get("/levels/{level}") { (level: Level) in "\(level)" }
    app.get("/even/{number}") { (number: Even) in "\(number.number)" }
    #expect(try await app.get("/books/used") == "200 used")
    #expect(try await app.get("/books/lost").hasPrefix("404"))
    #expect(try await app.get("/levels/2") == "200 high")
    #expect(try await app.get("/levels/3").hasPrefix("404"))
    #expect(try await app.get("/levels/two").hasPrefix("404"))
    #expect(try await app.get("/even/4") == "200 4")
    #expect(try await app.get("/even/5").hasPrefix("404"))
  }

  @Test func fractionsAndIdentifiersAreValues() async throws {
    let app = Application()
    app.get("/f/{x}") { (x: Double) in "\(x)" }
    app.get("/u/{id}") { (id: UUID) in "\(id)" }
    #expect(try await app.get("/f/1.5") == "200 1.5")
    #expect(try await app.get("/f/nan").hasPrefix("404"))
    let id = "6F9619FF-8B86-D011-B42D-00C04FC964FF"
    #expect(try await app.get("/u/\(id.lowercased())") == "200 \(id)")
    #expect(try await app.get("/u/6F9619FF").hasPrefix("404"))
  }

  @Test func aTypeThatTakesAPlaceholderItselfIsCounted() async throws {
    let app = Application()
    app.get("/{a}/{b}") { (a: Int, b: Span) in "\(a) \(b.text)" }
    #expect(app.check().isEmpty)
    #expect(try await app.get("/1/x") == "200 1 x")
  }

  @Test func textIsDecodedOnce() async throws {
    let app = Application()
    app.get("/{name}") { (name: String) in name }
    app.get("/at/{rest:path}") { (rest: String) in rest }
    #expect(try await app.get("/a%20b%2Fc+d%2525") == "200 a b/c+d%25")
    #expect(try await app.get("/at/a/b%20c") == "200 a/b c")
  }

  @Test func moreThanFourValuesAreTaken() async throws {
    let app = Application()
    app.get("/{a}/{b}/{c}/{d}/{e}/{f}") { (a: Int, b: Int, c: Int, d: Int, e: Int, f: String) in
      "\(a + b + c + d + e) \(f)"
    }
    #expect(try await app.get("/1/2/3/4/5/six") == "200 15 six")
  }

  @Test func theRequestAloneReadsPlaceholdersByName() async throws {
    let app = Application()
    app.get("/{id}/{name}") { request in
      "\(request.pathValue("id", as: Int.self) ?? -1) \(request.pathValue("name") ?? "") \(request.pathValue("x") ?? "?")"
    }
    #expect(try await app.get("/5/anna") == "200 5 anna ?")
    #expect(try await app.get("/five/anna") == "200 -1 anna ?")
  }
}
