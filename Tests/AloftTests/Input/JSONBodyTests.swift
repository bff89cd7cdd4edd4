import Aloft
import AloftHTTP
import Testing

/// Bodies of JSON as parameters.
@Suite struct JSONBodyTests {
  private let app = Application(logger: RecordedLog().logger)

  init() {
    app.post("/users") { (new: JSON<Samples.NewUser>) in
      "\(new.name) \(new.age ?? 0) \(new.plan) \(new.tags) \(new.address?.city ?? "-") \(new.friends.count)"
    }
    app.post("/search") { (search: JSON<Samples.Search>) in "\(search.q) \(search.page ?? 0)" }
    app.post("/list") { (list: JSON<[Samples.Address]>) in "\(list.value.map(\.city))" }
  }

  private func post(
    _ path: String, _ body: String, type: String? = "application/json", arriving arrival: BodyArrival = .atOnce
  ) async throws -> Answered {
    var headers: Headers = [.accept: "application/json"]
    if let type { headers[.contentType] = type }
    return try await app.ask(.post, path, headers: headers, body: body, arriving: arrival)
  }

  private func errors(_ path: String, _ body: String) async throws -> String {
    let answered = try await post(path, body)
    #expect(answered.status == .unprocessableContent)
    let start = try #require(answered.text.firstRange(of: #""errors":"#))
    let end = try #require(answered.text.firstRange(of: #","request""#))
    return String(answered.text[start.upperBound..<end.lowerBound])
  }

  @Test(arguments: [BodyArrival.atOnce, .whenRead]) func aBodyIsRead(arrival: BodyArrival) async throws {
    let body = #"""
      {"name":"ann","email":"a@b","age":30,"plan":"paid","tags":["x"],"address":{"city":"Ulm","zip":89073},
       "friends":[{"city":"Rom","zip":10000}],"born":"2001-02-03T04:05:06Z","unknown":null}
      """#
    let answered = try await post("/users", body, arriving: arrival)
    #expect(answered.text == #"ann 30 paid ["x"] Ulm 1"#)
  }

  @Test func whatMayBeMissingIsLeftOut() async throws {
    #expect(try await post("/users", #"{"name":"ann","email":"a@b","address":null}"#).text == "ann 0 free [] - 0")
  }

  @Test func everythingThatIsWrongIsReportedAtOnce() async throws {
    let body = #"""
      {"name":"","email":"nowhere","age":12,"plan":"gold","tags":["a","b","c"],"address":{"zip":"x"},
       "friends":[{"city":"Ulm","zip":1},{"city":"","zip":10000},7],"born":"yesterday"}
      """#
    let found = try await errors("/users", body)
    #expect(
      found
        == [
          #"[{"path":"name","message":"must not be empty","code":"length"}"#,
          #"{"path":"email","message":"is no address of mail","code":"pattern"}"#,
          #"{"path":"age","message":"must be at least 13","code":"range"}"#,
          #"{"path":"plan","message":"must be one of free, paid","code":"choice"}"#,
          #"{"path":"tags","message":"must have at most 2 elements","code":"count"}"#,
          #"{"path":"address.city","message":"is missing","code":"required"}"#,
          #"{"path":"address.zip","message":"must be a whole number","code":"type"}"#,
          #"{"path":"friends[0].zip","message":"must be at least 10000","code":"range"}"#,
          #"{"path":"friends[1].city","message":"must not be empty","code":"length"}"#,
          #"{"path":"friends[2]","message":"must have fields","code":"type"}"#,
          #"{"path":"born","message":"must be a date such as 2026-03-01T12:00:00Z","code":"type"}]"#,
        ].joined(separator: ","))
  }

  @Test func rulesAcrossFieldsAreCheckedOnceTheFieldsAreThere() async throws {
    #expect(
      try await errors("/users", #"{"name":"ann","email":"a@b","plan":"paid"}"#)
        == #"[{"path":"age","message":"is needed for a paid plan","code":"plan"}]"#)
  }

  @Test func limitsBesideATypeAreReportedTogether() async throws {
    #expect(
      try await errors("/search", #"{"q":"a","page":0}"#)
        == #"[{"path":"q","message":"must have at least 2 characters","code":"length"},"#
        + #"{"path":"page","message":"must be at least 1","code":"range"}]"#)
  }

  @Test func aTypeThatKnowsNoFieldsStopsAtTheFirstThatHasNotItsType() async throws {
    #expect(
      try await errors("/search", #"{"q":1,"page":"x"}"#)
        == #"[{"path":"q","message":"expected a string, but found a number","code":"type"}]"#)
  }

  @Test func aMissingKeyIsNamedWithTheNearestThatIsThere() async throws {
    #expect(
      try await errors("/search", #"{"Q":"tea"}"#)
        == #"[{"path":"q","message":"is missing; there is 'Q'","code":"required"}]"#)
  }

  @Test func aListIsReadElementByElement() async throws {
    #expect(try await post("/list", #"[{"city":"Ulm","zip":89073}]"#).text == #"["Ulm"]"#)
    #expect(
      try await errors("/list", #"[{"city":"Ulm","zip":89073},{"zip":1}]"#)
        == #"[{"path":"[1].city","message":"is missing","code":"required"},"#
        + #"{"path":"[1].zip","message":"must be at least 10000","code":"range"}]"#)
    #expect(try await errors("/list", "{}") == #"[{"path":"","message":"must be a list","code":"type"}]"#)
  }

  @Test(arguments: [
    (#"{"name":"ann""#, 400), ("nonsense", 400), (#"{"q":"aa","q":"bb"}"#, 400), (#"{"q":"\ud800"}"#, 400),
    (String(repeating: "[", count: 100_000), 400), ("", 400),
  ])
  func whatIsNoJSONIsABadRequest(body: String, status: Int) async throws {
    #expect(try await post("/search", body).status.code == status)
    #expect(try await post("/users", body).status.code == status)
  }

  @Test func theMessageNamesLineAndColumn() async throws {
    let answered = try await post("/search", "{\"q\":\n  nope}")
    #expect(answered.text.contains("(line 2, column 3)"))
  }

  @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"])
  func formsOfOtherSitesCantSendIt(type: String) async throws {
    #expect(try await post("/search", #"{"q":"tea"}"#, type: type).status == .unsupportedMediaType)
  }

  @Test func aBodyWithoutATypeIsRefused() async throws {
    #expect(try await post("/search", #"{"q":"tea"}"#, type: nil).status == .unsupportedMediaType)
  }

  @Test(arguments: ["application/json; charset=utf-8", "application/vnd.api+json", "Application/JSON"])
  func everySpellingOfJSONIsTaken(type: String) async throws {
    #expect(try await post("/search", #"{"q":"tea"}"#, type: type).text == "tea 0")
  }

  @Test func thousandsOfErrorsAreNotAllReported() async throws {
    let list = "[" + Array(repeating: "{}", count: 10_000).joined(separator: ",") + "]"
    let errors = try await errors("/list", list)
    #expect(errors.split(separator: "}").count - 1 == 100)
  }

  @Test func unknownKeysCostNothingButTheirReading() async throws {
    let keys = (0..<20_000).map { "\"k\($0)\":1" }.joined(separator: ",")
    #expect(try await post("/search", "{\(keys),\"q\":\"tea\"}").text == "tea 0")
  }
}
