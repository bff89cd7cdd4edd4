import Aloft
import AloftTesting
import Testing

/// Forms as handlers read them.
@Suite struct FormTests {
  private struct Post: Described {
    let title: String
    let stars: Int
    let tags: [String]

    static let fields = Fields(
      Post.init, Field("title", .length(1...20)), Field("stars", .range(1...5)), Field("tags", default: []))
  }

  private func site() -> Application {
    let app = Application()
    app.post("/posts") { (form: FormBody<Post>) in "\(form.title) \(form.stars) \(form.tags.joined(separator: "+"))" }
    app.post("/limited") { (request: Request) in
      var limits = FormLimits()
      (limits.fields, limits.name, limits.memory, limits.file) = (3, 10, 20, 30)
      let form = try await request.form(limits: limits)
      return "\(form.fields.map(\.name)) \(form.files.map(\.name))"
    }
    return app
  }

  @Test(arguments: [
    TestBody.form(["title": "Über uns", "stars": "5", "tags": "a", "tags": "b"]),
    .multipart([.field("title", "Über uns"), .field("stars", "5"), .field("tags", "a"), .field("tags", "b")]),
  ])
  func bothKindsOfFormsAreReadAlike(body: TestBody) async throws {
    try await site().test(.bytes) { client in
      let response = try await client.post("/posts", body: body)
      #expect(response.text == "Über uns 5 a+b")
    }
  }

  @Test(arguments: [
    TestBody.form(["stars": "9"]), .multipart([.field("stars", "9")]),
  ])
  func allThatIsWrongIsReportedAtOnce(body: TestBody) async throws {
    try await site().test { client in
      let response = try await client.post("/posts", headers: [.accept: "application/json"], body: body)
      #expect(response.status == .unprocessableContent)
      #expect(response.text.contains(#""path":"title","message":"is missing","code":"required""#), "\(response.text)")
      #expect(response.text.contains(#""path":"stars","#))
      #expect(response.text.contains(#""code":"range""#))
    }
  }

  @Test(arguments: [TestBody.text("title=x"), .bytes([1, 2, 3]), .text("{}", type: "application/json")])
  func whatIsNoFormIsRefused(body: TestBody) async throws {
    try await site().test { client in
      let response = try await client.post("/posts", body: body)
      #expect(response.status == .unsupportedMediaType)
    }
  }

  @Test(arguments: ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a\tb\""])
  func aFormWithoutABoundaryIsRefused(type: String) async throws {
    try await site().test { client in
      let response = try await client.post("/posts", body: .text("--b--", type: type))
      #expect(response.status == .badRequest)
    }
  }

  @Test func aFormThatBreaksOffIsRefused() async throws {
    try await site().test { client in
      let text = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n"
      let response = try await client.post("/posts", body: .text(text, type: "multipart/form-data; boundary=b"))
      #expect(response.status == .badRequest)
    }
  }

  @Test(arguments: [
    (
      TestBody.multipart([.field("a", "1"), .field("b", "2"), .field("c", "3"), .field("d", "4")]),
      Status.contentTooLarge
    ),
    (.form(["a": "1", "b": "2", "c": "3", "d": "4"]), .contentTooLarge),
    (.multipart([.field("a", String(repeating: "x", count: 21))]), .contentTooLarge),
    (
      .multipart([.field("a", String(repeating: "x", count: 11)), .field("b", String(repeating: "x", count: 11))]),
      .contentTooLarge
    ),
    (.multipart([.file("a", [UInt8](repeating: 1, count: 31), fileName: "n")]), .contentTooLarge),
    (.multipart([.field("aaaaaaaaaaa", "x")]), .badRequest),
    (
      .multipart([.field("a", "x"), .field("b", "y"), .file("c", [UInt8](repeating: 1, count: 30), fileName: "n")]), .ok
    ),
  ])
  func eachLimitIsKept(body: TestBody, status: Status) async throws {
    try await site().test { client in
      let response = try await client.post("/limited", body: body)
      #expect(response.status == status, "\(response.text)")
    }
  }

  @Test func aFileThatNobodyChoseIsNone() async throws {
    try await site().test { client in
      let body = TestBody.multipart([.field("a", "x"), .file("photo", [], fileName: "")])
      let response = try await client.post("/limited", body: body)
      #expect(response.text == #"["a"] []"#)
    }
  }

  @Test func aThousandEmptyPartsAreAllThatIsRead() async throws {
    let app = Application()
    app.post("/") { (request: Request) in
      let form = try await request.form()
      return "\(form.fields.count { _ in true })"
    }
    try await app.test { client in
      let field = TestPart.field("", "")
      let most = try await client.post("/", body: .multipart(Array(repeating: field, count: 1000)))
      #expect(most.text == "1000")
      let more = try await client.post("/", body: .multipart(Array(repeating: field, count: 1001)))
      #expect(more.status == .contentTooLarge)
    }
  }

  @Test func moreThanTheRoutesLimitIsRefused() async throws {
    let app = Application()
    app.post("/", bodyLimit: 1000) { (request: Request) in "\(try await request.form().files.files.count)" }
    try await app.test(.bytes) { client in
      let file = TestPart.file("a", [UInt8](repeating: 1, count: 2000), fileName: "n")
      let response = try await client.post("/", body: .multipart([file]))
      #expect(response.status == .contentTooLarge)
    }
  }
}
