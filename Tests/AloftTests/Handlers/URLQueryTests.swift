import Aloft
import AloftHTTP
import Testing

@Suite struct URLQueryTests {
  private enum Order: String, Decodable { case new, old }
  private struct Search: Decodable {
    var q: String
    var page: Int?
    var tags: [String]
    var sizes: [Int]?
    var isExact: Bool?
    var price: Double?
    var order: Order?

    enum CodingKeys: String, CodingKey {
      case q, page, sizes, price, order
      case tags = "tag"
      case isExact = "exact"
    }
  }
  private struct Numbers: Decodable {
    var small: Int8?
    var unsigned: UInt?
    var float: Float?
  }
  private struct Nested: Decodable {
    struct Filter: Decodable { var size: Int }
    var filter: Filter?
    var lists: [[Int]]?
    var filters: [Filter]?
  }

  private func ask<Value: Decodable & SendableMetatype>(_ type: Value.Type, _ query: String) async throws -> String {
    let app = Application()
    app.get("/") { (query: URLQuery<Value>) in "\(query.value)" }
    let answered = try await app.ask(.get, "/?\(query)")
    return answered.status == .ok ? answered.text : "\(answered.status.code) \(answered.text.dropLast())"
  }

  private func search(_ query: String) async throws -> String {
    let app = Application()
    app.get("/") { (search: URLQuery<Search>) in
      let parts: [Any?] = [search.page, search.sizes, search.isExact, search.price, search.order]
      return "\(search.q) \(search.tags) " + parts.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }
    let answered = try await app.ask(.get, query.isEmpty ? "/" : "/?\(query)")
    return answered.status == .ok ? answered.text : "\(answered.status.code) \(answered.text.dropLast())"
  }

  @Test func namesAreFields() async throws {
    #expect(
      try await search("q=tea%20pot+2&page=3&tag=a&tag=b&sizes=1&sizes=2&exact=true&price=1.5&order=old")
        == "tea pot 2 [\"a\", \"b\"] 3 [1, 2] true 1.5 old")
  }

  @Test func optionalsAndArraysMayBeMissing() async throws {
    #expect(try await search("q=") == " [] - - - - -")
  }

  @Test func theFirstOfSeveralIsTakenWhereOneIsWanted() async throws {
    #expect(try await search("q=a&q=b&page=1&page=x") == "a [] 1 - - - -")
  }

  @Test func unknownNamesAreIgnored() async throws {
    #expect(try await search("q=a&utm_source=mail&__proto__=1") == "a [] - - - - -")
  }

  @Test(arguments: ["", "page=1", "Q=1"]) func aMissingFieldIsNamed(query: String) async throws {
    #expect(try await search(query) == "422 422 Unprocessable Content: q: is missing")
  }

  @Test(arguments: [
    ("page=x", "page: 'x' is not a whole number"),
    ("page=1.5", "page: '1.5' is not a whole number"),
    ("page=-", "page: '-' is not a whole number"),
    ("page=%C2%BD", "page: '½' is not a whole number"),
    ("page=", "page: '' is not a whole number"),
    ("page=9223372036854775808", "page: '9223372036854775808' is too large or too small"),
    ("page=-9223372036854775809", "page: '-9223372036854775809' is too large or too small"),
    ("sizes=1&sizes=two", "sizes: 'two' is not a whole number"),
    ("exact=maybe", "exact: 'maybe' is neither true nor false"),
    ("price=nan", "price: 'nan' is not a number"),
    ("price=1e999", "price: '1e999' is not a number"),
    ("price=cheap", "price: 'cheap' is not a number"),
  ])
  func whatDoesNotFitIsNamed(query: String, message: String) async throws {
    #expect(try await search("q=a&\(query)") == "422 422 Unprocessable Content: \(message)")
  }

  @Test func aValueThatIsNoneOfAChoicesNamesItsField() async throws {
    #expect(try await search("q=a&order=best").hasPrefix("422 422 Unprocessable Content: order: "))
  }

  @Test(arguments: ["true", "1", "on", "yes", "True"]) func aBoolIsTrue(text: String) async throws {
    #expect(try await search("q=a&exact=\(text)") == "a [] - - true - -")
  }

  @Test(arguments: ["false", "0", "off", "no", "FALSE"]) func aBoolIsFalse(text: String) async throws {
    #expect(try await search("q=a&exact=\(text)") == "a [] - - false - -")
  }

  @Test(arguments: ["small=128", "small=-129", "unsigned=-1", "unsigned=18446744073709551616"])
  func numbersOfEverySizeAreChecked(query: String) async throws {
    #expect(try await ask(Numbers.self, query).hasSuffix("is too large or too small"))
  }

  @Test(arguments: ["filter=1", "lists=1", "filters=1"])
  func whatAQueryCannotHoldIsRefused(query: String) async throws {
    let answer = try await ask(Nested.self, query)
    #expect(answer.hasPrefix("422 422 Unprocessable Content: \(query.dropLast(2)): a query has no "))
  }

  @Test func aListIsNoQuery() async throws {
    #expect(try await ask([Int].self, "a=1") == "422 422 Unprocessable Content: a query has named fields")
    #expect(try await ask(Int.self, "a=1") == "422 422 Unprocessable Content: a query has named fields")
  }

  @Test func aDictionaryHoldsEveryName() async throws {
    let app = Application()
    app.get("/") { (query: URLQuery<[String: [String]]>) in
      let pairs = query.value.sorted { $0.key < $1.key }
      return pairs.map { "\($0.key)=\($0.value.joined(separator: ","))" }.joined(separator: " ")
    }
    #expect(try await app.ask(.get, "/?b=2&a=1&b=3").text == "a=1 b=2,3")
  }

  @Test func theFieldsAreReadThroughTheQuery() {
    let query = URLQuery(Search(q: "tea", tags: []))
    #expect(query.q == "tea")
    #expect(query.page == nil)
  }
}
