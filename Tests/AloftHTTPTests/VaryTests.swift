import AloftHTTP
import Testing

@Suite struct VaryTests {
  @Test func aNameIsAddedToThoseThatAreThere() {
    var headers: Headers = [:]
    headers.vary(on: .origin)
    #expect(headers[.vary] == "Origin")
    headers.vary(on: .acceptEncoding, "X-Own")
    #expect(headers.values(of: .vary) == ["Origin, Accept-Encoding, X-Own"])
  }

  @Test func aNameThatIsThereIsNotAddedAgain() {
    var headers = Headers([.init(.vary, "accept, ORIGIN"), .init(.vary, "Cookie")])
    headers.vary(on: .origin, .accept, .cookie)
    #expect(headers.values(of: .vary) == ["accept, ORIGIN", "Cookie"])
    headers.vary(on: .acceptLanguage)
    #expect(headers.values(of: .vary) == ["accept, ORIGIN, Cookie, Accept-Language"])
  }

  @Test func whatDependsOnEverythingStaysSo() {
    var headers: Headers = [.vary: "*"]
    headers.vary(on: .origin)
    #expect(headers.values(of: .vary) == ["*"])
  }

  @Test func anEmptyFieldHoldsNoName() {
    var headers: Headers = [.vary: ""]
    headers.vary(on: .origin)
    #expect(headers.values(of: .vary) == ["Origin"])
  }
}
