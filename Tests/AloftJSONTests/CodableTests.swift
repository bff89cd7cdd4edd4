import AloftJSON
import Foundation
import Testing

/// What Codable allows, held against what Foundation makes of it.
@Suite struct CodableTests {
  private var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }

  private var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }

  private func same(_ ours: [UInt8], _ theirs: Data) throws -> Bool {
    try JSONCoding().decode(JSONValue.self, from: ours) == JSONCoding().decode(JSONValue.self, from: Array(theirs))
  }

  private func checkRoundTrips<T: Codable & Equatable>(_ value: T) throws {
    let ours = try JSONCoding().encode(value)
    let theirs = try encoder.encode(value)
    #expect(try JSONCoding().decode(T.self, from: ours) == value)
    #expect(try JSONCoding().decode(T.self, from: Array(theirs)) == value)
    #expect(try decoder.decode(T.self, from: Data(ours)) == value)
  }

  private func checkSame<T: Codable & Equatable>(_ value: T) throws {
    try checkRoundTrips(value)
    #expect(try same(JSONCoding().encode(value), encoder.encode(value)))
  }

  @Test func structsAreTheSame() throws {
    try checkSame(Plain())
    try checkSame([Plain(), Plain(missing: 1, present: nil)])
  }

  @Test func enumsWithAssociatedValuesAreTheSame() throws {
    try checkSame([Shape.point, .circle(radius: 2.5), .box(1, 2), .named(name: "n", inner: [.point, .box(3, 4)])])
  }

  @Test func dictionariesOfEveryKindOfKeyAreTheSame() throws { try checkSame(Dictionaries()) }

  @Test func standardTypesComeBack() throws {
    try checkRoundTrips(Wrapped())
    let text = String(decoding: try JSONCoding().encode(Wrapped()), as: UTF8.self)
    #expect(text.contains("\"01020304-0506-0708-090a-0b0c0d0e0fff\""))
    #expect(text.contains("\"AAEC/f7/Bw==\""))
  }

  @Test func valuesAtTheTopAreTheSame() throws {
    try checkSame(1)
    try checkSame("text")
    try checkSame(1.5)
    try checkSame(true)
    try checkSame([Int?](arrayLiteral: nil))
    try checkSame(Level.low)
    try checkSame(Optional<Int>.none)
    try checkSame([String: Plain]())
  }

  @Test func aSuperclassUnderItsOwnKeyIsTheSame() throws {
    let dog = Dog(name: "Rex", tricks: ["sit"])
    #expect(try same(JSONCoding().encode([dog]), encoder.encode([dog])))
    let again = try JSONCoding().decode(Dog.self, from: JSONCoding().encode(dog))
    #expect(again.name == "Rex" && again.tricks == ["sit"])
  }

  @Test func aSuperclassInTheSameObjectIsTheSame() throws {
    let cat = Cat(name: "Tom", lives: 9)
    let text = String(decoding: try JSONCoding().encode(cat), as: UTF8.self)
    #expect(text == #"{"lives":9,"name":"TOM"}"#)
    #expect(try same(JSONCoding().encode([cat]), encoder.encode([cat])))
    #expect(try JSONCoding().decode(Cat.self, from: text).lives == 9)
  }

  @Test func containersWrittenByTurnsAreTheSame() throws {
    let value = Woven(left: [1, 2, 3], right: ["a", "b"])
    try checkSame(value)
    try checkSame([value, value])
  }

  @Test func whatEncodesNothingIsAnEmptyObject() throws {
    #expect(
      String(decoding: try JSONCoding().encode(Empties()), as: UTF8.self)
        == #"{"nothing":{},"object":{},"array":[],"encoder":{},"list":[{},{}]}"#)
    #expect(try same(JSONCoding().encode(Empties()), encoder.encode(Empties())))
    #expect(throws: JSONError.self) { try JSONCoding().encode(Empties.Nothing()) }
  }

  @Test func manyMembersAreTheSame() throws {
    try checkSame(Dictionary(uniqueKeysWithValues: (0..<500).map { ($0, Shape.box($0, 1)) }))
  }

  @Test func aFailureThatATypeCatchesLeavesNothingBehind() throws {
    struct Careful: Encodable {
      enum CodingKeys: CodingKey { case a, b, c }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .a)
        try? container.encode([1, .nan], forKey: .b)
        try? container.encode(Double.nan, forKey: .b)
        try container.encode(2, forKey: .c)
      }
    }
    #expect(String(decoding: try JSONCoding().encode([Careful()]), as: UTF8.self) == #"[{"a":1,"c":2}]"#)
  }

  @Test func aFailureToReadLeavesTheElementToBeReadAgain() throws {
    struct Mixed: Decodable {
      var texts: [String] = []
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        #expect(container.count == 3)
        while !container.isAtEnd {
          if let text = try? container.decode(String.self) {
            texts.append(text)
          } else if try container.decodeNil() {
            texts.append("nil")
          } else {
            texts.append("\(try container.decode(Int.self))")
          }
        }
        #expect(throws: DecodingError.self) { try container.decode(Int.self) }
        #expect(throws: DecodingError.self) { try container.decodeNil() }
      }
    }
    #expect(try JSONCoding().decode(Mixed.self, from: #"["a",1,null]"#).texts == ["a", "1", "nil"])
  }

  @Test func aContainerUsedTooLateIsAnError() throws {
    struct Keeper: Encodable {
      final class Box { var container: (any UnkeyedEncodingContainer)? }
      let box: Box
      func encode(to encoder: any Encoder) throws {
        box.container = encoder.unkeyedContainer()
        try box.container?.encode(1)
      }
    }
    struct Pair: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        let box = Keeper.Box()
        try container.encode(Keeper(box: box))
        try container.encode(5)
        try box.container?.encode(2)
      }
    }
    #expect(throws: JSONError.self) { try JSONCoding().encode(Pair()) }
  }

  @Test func theWayIsThereForTypesThatAsk() throws {
    struct Asking: Codable, Equatable {
      var way: [String]
      init() { way = [] }
      init(from decoder: any Decoder) throws {
        way = decoder.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }
      }
      func encode(to encoder: any Encoder) throws {
        try encoder.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }.encode(to: encoder)
      }
    }
    let bytes = try JSONCoding().encode(["a": [Asking(), Asking()]])
    #expect(String(decoding: bytes, as: UTF8.self) == #"{"a":[["a","0"],["a","1"]]}"#)
    #expect(
      try JSONCoding().decode([String: [Asking]].self, from: bytes)["a"]?.map(\.way) == [["a", "0"], ["a", "1"]])
  }

  @Test func theWayLeadsThroughNestedContainers() throws {
    struct Asking: Encodable {
      func encode(to encoder: any Encoder) throws {
        try encoder.codingPath.map(\.stringValue).joined(separator: "/").encode(to: encoder)
      }
    }
    struct Outer: Encodable {
      enum CodingKeys: String, CodingKey {
        case list
        case odd = "o\"dd"
      }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        var list = container.nestedUnkeyedContainer(forKey: .list)
        try list.encode(Asking())
        var inner = list.nestedContainer(keyedBy: CodingKeys.self)
        try container.encode(Asking(), forKey: .odd)
        try inner.encode([Asking()], forKey: .odd)
        try inner.encode(Shape.circle(radius: .nan), forKey: .list)
      }
    }
    let error = #expect(throws: JSONError.self) { try JSONCoding().encode(["top": Outer()]) }
    #expect(error?.path == "top.list[1].list.circle.radius")
    struct Whole: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Outer.CodingKeys.self)
        var list = container.nestedUnkeyedContainer(forKey: .list)
        try list.encode(Asking())
        var inner = list.nestedContainer(keyedBy: Outer.CodingKeys.self)
        try container.encode(Asking(), forKey: .odd)
        try inner.encode([Asking()], forKey: .odd)
      }
    }
    #expect(
      String(decoding: try JSONCoding().encode(["top": Whole()]), as: UTF8.self)
        == #"{"top":{"list":["top/list/0",{"o\"dd":["top/list/1/o\"dd/0"]}],"o\"dd":"top/o\"dd"}}"#)
  }

  @Test func theUserInfoIsPassedOn() throws {
    let key = try #require(CodingUserInfoKey(rawValue: "unit"))
    struct Informed: Codable {
      var unit: String?
      init() {}
      init(from decoder: any Decoder) throws {
        unit = CodingUserInfoKey(rawValue: "unit").flatMap { decoder.userInfo[$0] as? String }
      }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(CodingUserInfoKey(rawValue: "unit").flatMap { encoder.userInfo[$0] as? String })
      }
    }
    var coding = JSONCoding()
    coding.userInfo[key] = "cm"
    #expect(String(decoding: try coding.encode([Informed()]), as: UTF8.self) == #"["cm"]"#)
    #expect(try coding.decode([Informed].self, from: "[0]").first?.unit == "cm")
  }

  @Test func membersMayBeSortedAndIndented() throws {
    var coding = JSONCoding()
    coding.keyOrder = .sorted
    #expect(String(decoding: try coding.encode(["b": 1, "a": 2, "ä": 3]), as: UTF8.self) == #"{"a":2,"b":1,"ä":3}"#)
    coding.isIndented = true
    let value: JSONValue = ["b": [1, []], "a": [:]]
    #expect(
      String(decoding: try coding.encode(value), as: UTF8.self) == "{\n  \"a\": {},\n  \"b\": [\n    1,\n    []\n  ]\n}"
    )
  }

  @Test func anOptionalMemberMayBeMissingOrNull() throws {
    struct Maybe: Decodable, Equatable { var a: Int?, b: Date?, c: String? }
    #expect(try JSONCoding().decode(Maybe.self, from: #"{"a":null}"#) == Maybe())
    #expect(throws: JSONError.self) { try JSONCoding().decode(Maybe.self, from: #"{"b":1}"#) }
  }

  @Test func base64IsReadStrictly() throws {
    for text in ["A", "AA=", "AAA", "A===", "AA==AA==", "AB==", "AAB=", "A A=", "-_8=", "AA\\n==", "===="] {
      #expect(throws: JSONError.self) { try JSONCoding().decode(Data.self, from: "\"\(text)\"") }
    }
    for count in 0..<20 {
      let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) })
      #expect(try JSONCoding().decode(Data.self, from: "\"\(data.base64EncodedString())\"") == data)
      #expect(try JSONCoding().encode(data) == Array("\"\(data.base64EncodedString())\"".utf8))
    }
  }
}
