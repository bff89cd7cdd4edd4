import AloftHTTP
import Testing

@Suite struct MediaTypeTests {
  @Test func aTypeIsReadWithoutRegardToCase() throws {
    let text = " Text/HTML ; Charset=\"utf-8\"; x=Y"
    let type = try #require(MediaType(text))
    #expect(type.type == "text")
    #expect(type.subtype == "html")
    #expect(type.essence == "text/html")
    #expect(type["CHARSET"] == "utf-8")
    #expect(type.description == "text/html; charset=utf-8; x=Y")
    #expect(type["missing"] == nil)
  }

  @Test(arguments: [
    "", "text", "text/", "/html", "text/html/x", "te xt/html", "text/ht ml", "*/html", "text/h\"tml", ";a=b",
    "text\\html",
    "té/xt", "text/html,text/plain", "a/b\u{301}/c", "text/html\0",
  ])
  func whatIsNoneIsRefused(_ text: String) {
    #expect(MediaType(text) == nil)
  }

  @Test(arguments: ["application/json", "application/problem+json", "Application/JSON; charset=utf-8", "a/b+JSON"])
  func typesOfJSONAreKnown(_ text: String) {
    #expect(MediaType(text)?.isJSON == true)
  }

  @Test(arguments: ["text/json-seq", "application/jsonp", "application/xml", "json/application"])
  func otherTypesAreNoJSON(_ text: String) {
    #expect(MediaType(text)?.isJSON == false)
  }

  @Test func aParameterCannotAddAField() throws {
    let text = "a/b; c=\"d\te\\\"f; g=h\""
    let type = try #require(MediaType(text))
    #expect(type.description == text)
    #expect(MediaType(type.description) == type)
  }

  @Test func aLiteralIsAType() {
    let type: MediaType = "image/png"
    #expect(type == MediaType("IMAGE/PNG"))
  }

  @Test func aRequestHasTheTypeOfItsBody() throws {
    #expect(try ReceivedRequest.with(["Content-Type: text/csv; header=present"]).mediaType?["header"] == "present")
    #expect(try ReceivedRequest.with([]).mediaType == nil)
    #expect(try ReceivedRequest.with(["Content-Type: nonsense"]).mediaType == nil)
  }
}
