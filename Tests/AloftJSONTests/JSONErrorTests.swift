import AloftJSON
import Testing

@Suite struct JSONErrorTests {
  struct Order: Codable {
    struct Item: Codable { var name: String, price: Int, note: String? }
    var items: [Item]
  }

  private func error(_ text: String, of type: (some Decodable).Type = Order.self) throws -> JSONError {
    try #require(#expect(throws: JSONError.self) { try JSONCoding().decode(type, from: text) })
  }

  @Test func aValueOfTheWrongKindIsNamedWithItsWay() throws {
    let error = try error("{\"items\": [\n  {\"name\": \"é\", \"price\": 1},\n  {\"name\": \"é\", \"price\": \"1\"}]}")
    #expect(error.reason == .wrongKind)
    #expect(error.path == "items[1].price")
    #expect(error.steps == [.key("items"), .index(1), .key("price")])
    #expect(error.line == 3)
    #expect(error.column == 26)
    #expect(error.offset == 68)
    #expect(
      error.description == "Expected a whole number, but found a string: items[1].price (line 3, column 26)")
  }

  @Test func aMissingKeyIsNamedAndOneThatIsNearSuggested() throws {
    let error = try error(#"{"items":[{"name":"a","prize":1}]}"#)
    #expect(error.reason == .missingKey)
    #expect(error.suggestion == "prize")
    #expect(error.description == "The key 'price' is missing; there is 'prize': items[0] (line 1, column 11)")
  }

  @Test func aKeyThatTheTypeKnowsIsNoSuggestion() throws {
    #expect(try error(#"{"items":[{"name":"a","note":"b"}]}"#).suggestion == nil)
  }

  @Test func nullIsNoValue() throws {
    #expect(try error(#"{"items":null}"#).description == "Expected an array, but found null: items (line 1, column 10)")
  }

  @Test func whatIsMalformedHasAWayToo() throws {
    #expect(try error(#"{"items":[{"name":"a","price":01}]}"#).path == "items[0].price")
    #expect(try error(#"{"items":[{"name":"a","price":1},]}"#).path == "items[1]")
    #expect(try error(#"{"items":[{"name":"a","price":1} 2]}"#).path == "items")
    #expect(try error(#"{"odd key":{"b":x}}"#).path == "['odd key'].b")
  }

  @Test func whatATypeThrowsKeepsItsWay() throws {
    struct Even: Decodable {
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard try container.decode(Int.self) % 2 == 0 else {
          throw DecodingError.dataCorruptedError(in: container, debugDescription: "Expected an even number.")
        }
      }
    }
    let error = try error(#"{"a":[2,3]}"#, of: [String: [Even]].self)
    #expect(error.reason == .invalid)
    #expect(error.description == "Expected an even number: a[1] (line 1, column 9)")
  }

  @Test func anErrorOfAnotherTypeIsPassedOn() throws {
    struct Refused: Error {}
    struct Never: Decodable { init(from decoder: any Decoder) throws { throw Refused() } }
    #expect(throws: Refused.self) { try JSONCoding().decode([Never].self, from: "[1]") }
  }

  @Test func aTypeMeetsTheErrorsThatDecodersPromise() throws {
    struct Either: Decodable, Equatable {
      var text: String
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
          text = try container.decode(String.self)
        } catch DecodingError.typeMismatch(_, let context) {
          text = context.codingPath.map(\.stringValue).joined(separator: "/")
        } catch DecodingError.valueNotFound {
          text = "none"
        }
      }
    }
    #expect(try JSONCoding().decode([Either].self, from: #"["a",1,null]"#).map(\.text) == ["a", "1", "none"])
  }

  @Test func aNumberWithoutAFormIsRefusedWithItsWay() throws {
    let error = #expect(throws: JSONError.self) { try JSONCoding().encode(["a": [1, Double.nan]]) }
    #expect(error?.path == "a[1]")
    #expect(error?.description == "JSON has no form for the number nan: a[1]")
    struct Point: Encodable { var x: Double, inner: [String: Float] }
    let inner = #expect(throws: JSONError.self) {
      try JSONCoding().encode([Point(x: 0, inner: [:]), Point(x: 1, inner: ["y": .infinity])])
    }
    #expect(inner?.path == "[1].inner.y")
  }

  @Test func aNumberWithoutAFormMayBeNull() throws {
    var coding = JSONCoding()
    coding.nonFiniteNumbers = .null
    #expect(String(decoding: try coding.encode([1, Double.nan, -.infinity]), as: UTF8.self) == "[1,null,null]")
  }

  @Test func whatATypeThrowsWhileItIsWrittenKeepsItsWay() throws {
    struct Refusing: Encodable {
      func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(
          self, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "Not this one."))
      }
    }
    let error = #expect(throws: JSONError.self) { try JSONCoding().encode(["a": [Refusing()]]) }
    #expect(error?.description == "Not this one: a[0]")
  }

  @Test func aNameOfAStrangerDoesNotFillTheMessage() throws {
    let long = String(repeating: "x", count: 100_000)
    let error = try error("{\"\(long)\":1,\"\(long)\":2}", of: JSONValue.self)
    #expect(error.description.utf8.count < 300)
  }
}
