import AloftJSON
import Foundation
import Testing

@Suite struct JSONValueTests {
  @Test func aValueIsWrittenAsItWasRead() throws {
    let text = #"{"b":[1,2.50,"x\n",null,true],"a":{"":-0}}"#
    let value = try JSONCoding().decode(JSONValue.self, from: text)
    #expect(String(decoding: try JSONCoding().encode(value), as: UTF8.self) == text)
  }

  @Test func partsAreFoundBySubscripts() throws {
    let value: JSONValue = ["user": ["name": "a", "ids": [1, 2]], "ok": true, "ratio": 0.5]
    #expect(value["user"]?["name"]?.string == "a")
    #expect(value["user"]?["ids"]?[1]?.int == 2)
    #expect(value["user"]?["ids"]?[2] == nil)
    #expect(value["nobody"]?["name"] == nil)
    #expect(value["ok"]?.bool == true)
    #expect(value["ratio"]?.double == 0.5)
    #expect(value["ratio"]?.int == nil)
  }

  @Test func membersAreSetReplacedAndRemoved() {
    var value = JSONValue.null
    value["a"] = 1
    value["b"] = "x"
    value["a"] = 2
    #expect(value == ["b": "x", "a": 2])
    #expect(value.object?.map(\.name) == ["a", "b"])
    value["a"] = nil
    #expect(value == ["b": "x"])
    var number: JSONValue = 1
    number["a"] = 1
    #expect(number == 1)
  }

  @Test func anObjectWithManyMembersKeepsThem() {
    var object = JSONObject()
    for number in 0..<50 { object["k\(number)"] = JSONValue.number(JSONNumber(number)) }
    object["k7"] = nil
    object["k8"] = "eight"
    #expect(object.count == 49)
    #expect(object["k7"] == nil)
    #expect(object["k8"] == "eight")
    #expect(object["k49"] == 49)
    #expect(object == JSONObject(object.reversed().map { ($0.name, $0.value) }))
    #expect(object.hashValue == JSONObject(object.reversed().map { ($0.name, $0.value) }).hashValue)
  }

  @Test func namesAreToldApartByTheirBytes() throws {
    let value = try JSONCoding().decode(JSONValue.self, from: "{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value.object?.count == 2)
    #expect(value["\u{E9}"] == 1)
    #expect(value["e\u{301}"] == 2)
  }

  @Test func otherCodersTakeItToo() throws {
    let value: JSONValue = ["a": [1, 2.5, "x", nil, true, ["b": []]], "c": 18_000_000_000]
    #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value)) == value)
  }
}
