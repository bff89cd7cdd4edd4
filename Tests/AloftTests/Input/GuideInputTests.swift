import Aloft
import AloftTesting
import Testing

/// What the guide shows of an input that does not fit.
@Suite struct GuideInputTests {
  private struct NewUser: Described {
    let name: String
    let email: String
    let age: Int?
    let tags: [String]

    static let fields = Fields(
      NewUser.init,
      Field("name", .length(1...80)),
      Field("email", .pattern(#"\S+@\S+"#, "is no address of mail")),
      Field("age", .range(13...)),
      Field("tags", .count(...5), .each(.length(1...20)), default: []))
  }

  @Test func allThatIsWrongIsReportedWithPathMessageAndCode() async throws {
    let app = Application()
    app.post("/users") { (new: JSON<NewUser>) in new.name }
    try await app.test { client in
      let body = TestBody.text(#"{"name": "", "email": "x", "tags": ["a", 7]}"#, type: "application/json")
      let response = try await client.post("/users", body: body)
      #expect(response.status == .unprocessableContent)
      let errors = """
        "errors":[{"path":"name","message":"must not be empty","code":"length"},\
        {"path":"email","message":"is no address of mail","code":"pattern"},\
        {"path":"tags[1]","message":"must be a text","code":"type"}]
        """
      #expect(response.text.contains(errors))
    }
  }
}
