import Aloft
import AloftHTTP
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Queries, forms, headers and cookies as values, with types that describe their fields and such that don't.
@Suite struct TextFieldTests {
  private struct Client: Decodable {
    var userAgent: String
    var xTag: [String]?
  }

  private struct Choices: Described {
    let theme: String
    let size: Int
    static let fields = Fields(Choices.init, Field("theme", .oneOf(["dark", "light"])), Field("size", default: 10))
  }

  private struct Range: Decodable {
    var from: Date
    var to: Date?
  }

  private let app = Application()
  private static let form: Headers = [.contentType: "application/x-www-form-urlencoded", .accept: "text/plain"]

  init() {
    app.get("/users") { (user: URLQuery<Samples.NewUser>) in
      "\(user.name) \(user.plan) \(user.tags) \(user.address?.zip ?? 0) \(user.friends.map(\.city))"
    }
    app.post("/users") { (user: FormBody<Samples.NewUser>) in
      "\(user.name) \(user.age ?? 0) \(user.tags) \(user.address?.zip ?? 0)"
    }
    app.post("/search") { (search: FormBody<Samples.Search>) in "\(search.q) \(search.page ?? 0)" }
    app.get("/range") { (range: URLQuery<Range>) in "\(Int(range.from.timeIntervalSince1970)) \(range.to == nil)" }
    app.get("/client") { (client: HeaderFields<Client>) in "\(client.userAgent) \(client.xTag ?? [])" }
    app.get("/choices") { (choices: CookieFields<Choices>) in "\(choices.theme) \(choices.size)" }
  }

  @Test func aDescribedTypeIsReadFromAQuery() async throws {
    let query =
      "name=ann&email=a@b&plan=paid&age=20&tags=x&tags=y&address[city]=Ulm&address%5Bzip%5D=89073"
      + "&friends[0][city]=Rom&friends[0][zip]=10000&friends[1][city]=Bonn&friends[1][zip]=53111"
    #expect(try await app.get("/users?\(query)") == #"200 ann paid ["x", "y"] 89073 ["Rom", "Bonn"]"#)
  }

  @Test func allThatIsWrongInAQueryIsReported() async throws {
    #expect(
      try await app.get("/users?name=&age=x&plan=gold&address[zip]=1")
        == "422 422 Unprocessable Content: name: must not be empty; email: is missing; age: must be a whole number; "
        + "plan: must be one of free, paid; address.city: is missing; address.zip: must be at least 10000\n")
  }

  @Test func aFormIsReadAsAQueryIs() async throws {
    let answered = try await app.ask(
      .post, "/users", headers: Self.form,
      body: "name=ann+b&email=a%40b&age=&tags[]=x&address[city]=Ulm&address[zip]=89073")
    #expect(answered.text == #"ann b 0 ["x"] 89073"#)
  }

  @Test(arguments: [BodyArrival.atOnce, .inOneChunk, .whenRead]) func aFormMayArriveInPieces(
    arrival: BodyArrival
  ) async throws {
    let answered = try await app.ask(
      .post, "/search", headers: Self.form, body: "q=tea&page=3", arriving: arrival)
    #expect(answered.text == "tea 3")
  }

  @Test func limitsBesideATypeHoldForForms() async throws {
    let answered = try await app.ask(.post, "/search", headers: Self.form, body: "q=a&page=0")
    #expect(
      answered.text
        == "422 Unprocessable Content: q: must have at least 2 characters; page: must be at least 1\n")
  }

  @Test func aFormWithFilesHoldsFieldsToo() async throws {
    app.post("/photo") { (form: FormBody<Samples.Search>) in
      let bytes = try await form.files["photo"]?.read() ?? []
      return "\(form.q) \(form.files["photo"]?.fileName ?? "-") \(String(decoding: bytes, as: UTF8.self))"
    }
    let body =
      "--xx\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\ntea\r\n--xx\r\nContent-Disposition: form-data; "
      + "name=\"photo\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--xx--\r\n"
    let answered = try await app.ask(
      .post, "/photo", headers: [.contentType: "multipart/form-data; boundary=xx"], body: body)
    #expect(answered.text == "tea a.txt hello")
  }

  @Test func anotherBodyIsNoForm() async throws {
    let answered = try await app.ask(.post, "/search", headers: [.contentType: "application/json"], body: "{}")
    #expect(answered.status == .unsupportedMediaType)
  }

  @Test func datesAreWrittenAsInJSON() async throws {
    #expect(try await app.get("/range?from=1970-01-01T00:01:00Z") == "200 60 true")
    #expect(try await app.get("/range?from=today").hasPrefix("422 422 Unprocessable Content: from: 'today' is no date"))
    #expect(try await app.get("/range?from=1970-01-01T00:01:00Z&to=x").hasPrefix("422"))
  }

  @Test func headerFieldsHaveTheirSwiftNames() async throws {
    let headers: Headers = [.userAgent: "curl", "X-Tag": "a", "x-tag": "b"]
    #expect(try await app.ask(.get, "/client", headers: headers).text == #"curl ["a", "b"]"#)
    #expect(try await app.get("/client") == "422 422 Unprocessable Content: userAgent: is missing\n")
  }

  @Test func cookiesAreFields() async throws {
    #expect(try await app.ask(.get, "/choices", headers: [.cookie: "theme=dark; size=3"]).text == "dark 3")
    #expect(
      try await app.ask(.get, "/choices", headers: [.cookie: "theme=pink; size=big"]).text
        == "422 Unprocessable Content: theme: must be one of dark, light; size: must be a whole number\n")
  }

  @Test func tooManyFieldsOfAFormAreRefused() async throws {
    let fields = (0..<1001).map { "a\($0)=1" }.joined(separator: "&")
    let answered = try await app.ask(.post, "/search", headers: Self.form, body: "\(fields)&q=tea")
    #expect(answered.status == .contentTooLarge)
  }

  @Test func aListOfEndlessIndexesEnds() async throws {
    let fields = (0..<900).map { "friends[\($0)]=1" }.joined(separator: "&")
    let answered = try await app.ask(.post, "/users", headers: Self.form, body: "\(fields)&name=ann&email=a@b")
    #expect(answered.status == .unprocessableContent)
  }
}
