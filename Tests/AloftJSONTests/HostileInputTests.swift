import AloftJSON
import Foundation
import Testing

@Suite struct HostileInputTests {
  struct Small: Codable, Equatable { var a: Int, b: [String], c: Double? }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
  func bracketsNestedWithoutEndAreRefused(_ opening: String) {
    let text = String(repeating: opening, count: 100_000)
    let error = #expect(throws: JSONError.self) { try JSONCoding().decode(JSONValue.self, from: text) }
    #expect(error?.reason == .tooDeep)
    #expect(error?.offset ?? .max < 1000)
  }

  @Test func alsoInAKeyThatNobodyReads() {
    let text = "{\"unknown\":" + String(repeating: "[", count: 100_000)
    let error = #expect(throws: JSONError.self) { try JSONCoding().decode(Small.self, from: text) }
    #expect(error?.reason == .tooDeep)
  }

  @Test func theDepthIsCountedExactly() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try JSONCoding().decode(JSONValue.self, from: nested(128)) }
    #expect(throws: JSONError.self) { try JSONCoding().decode(JSONValue.self, from: nested(129)) }
    var coding = JSONCoding()
    coding.depthLimit = 2
    #expect(throws: Never.self) { try coding.decode(JSONValue.self, from: nested(2)) }
    #expect(throws: JSONError.self) { try coding.decode(JSONValue.self, from: nested(3)) }
    coding.depthLimit = .max
    #expect(coding.depthLimit == 1000)
    #expect(throws: Never.self) { try coding.decode(JSONValue.self, from: nested(1000)) }
  }

  @Test func aValueThatHoldsItselfIsRefused() {
    final class Ring: Encodable {
      var next: Ring?
      enum CodingKeys: CodingKey { case next }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(next, forKey: .next)
      }
    }
    let ring = Ring()
    ring.next = ring
    let error = #expect(throws: JSONError.self) { try JSONCoding().encode(ring) }
    #expect(error?.reason == .tooDeep)
    ring.next = nil
  }

  @Test func aMillionDigitsAreReadInOneGo() throws {
    let digits = String(repeating: "9", count: 1_000_000)
    #expect(throws: JSONError.self) { try JSONCoding().decode(Int.self, from: digits) }
    #expect(throws: JSONError.self) { try JSONCoding().decode(Double.self, from: digits) }
    #expect(try JSONCoding().decode(Double.self, from: "0." + digits) == 1)
    #expect(try JSONCoding().decode(Double.self, from: "1e-" + digits) == 0)
    #expect(throws: JSONError.self) { try JSONCoding().decode(Int.self, from: "1e" + digits) }
    let zeros = String(repeating: "0", count: 1_000_000)
    #expect(try JSONCoding().decode(Int.self, from: "7" + zeros + "e-1000000") == 7)
    #expect(try JSONCoding().decode(JSONValue.self, from: digits).number?.description == digits)
  }

  @Test func manyKeysAreFoundWhateverTheirOrder() throws {
    struct Backwards: Decodable {
      var sum = 0
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONError.Step.self)
        for number in (0..<100_000).reversed() { sum += try container.decode(Int.self, forKey: .key("key\(number)")) }
      }
    }
    let text = "{" + (0..<100_000).map { "\"key\($0)\":\($0)" }.joined(separator: ",") + "}"
    #expect(try JSONCoding().decode(Backwards.self, from: text).sum == 4_999_950_000)
    #expect(try JSONCoding().decode([String: Int].self, from: text).count == 100_000)
    let value = try JSONCoding().decode(JSONValue.self, from: text)
    #expect(value["key77777"] == 77_777)
    let again = text.dropLast() + ",\"key500\":1}"
    let error = #expect(throws: JSONError.self) { try JSONCoding().decode(Small.self, from: String(again)) }
    #expect(error?.reason == .duplicateKey)
  }

  @Test func aTextThatEndsEarlyIsRefusedAtEveryByte() throws {
    let text = Array(#"{"a":-12,"b":["x\né😀",""],"c":1.5e3}"#.utf8)
    #expect(try JSONCoding().decode(Small.self, from: text) == Small(a: -12, b: ["x\né😀", ""], c: 1500))
    for count in 0..<text.count {
      let error = #expect(throws: JSONError.self) {
        try JSONCoding().decode(Small.self, from: Array(text.prefix(count)))
      }
      #expect(error?.reason == .malformed)
      #expect(error?.description.isEmpty == false)
    }
  }

  /// Whatever byte is replaced, the answer is that of Foundation, but for what is listed.
  @Test func everyByteReplacedByEveryOtherIsReadAsFoundationDoes() throws {
    let text = Array(#"{"a":-12,"b":["x\né\u00e9","😀"],"c":1.5e3}"#.utf8)
    var differences: Set<String> = []
    for index in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[index] = byte
        let ours = try? JSONCoding().decode(Small.self, from: changed)
        let theirs = try? JSONDecoder().decode(Small.self, from: Data(changed))
        if ours != theirs { differences.insert(String(decoding: changed, as: UTF8.self)) }
      }
    }
    // A key that stands twice.
    #expect(
      differences == [
        #"{"a":-12,"b":["x\né\u00e9","😀"],"a":1.5e3}"#, #"{"a":-12,"b":["x\né\u00e9","😀"],"b":1.5e3}"#,
      ])
  }

  /// An error that a type catches must not cost more the longer the text is.
  @Test func errorsThatAreCaughtDoNotAddUp() throws {
    struct Lenient: Decodable {
      var number: Int?
      init(from decoder: any Decoder) throws { number = try? decoder.singleValueContainer().decode(Int.self) }
    }
    let text = "[" + (0..<100_000).map { $0 % 2 == 0 ? "\"x\"" : "\($0)" }.joined(separator: ",\n") + "]"
    let values = try JSONCoding().decode([Lenient].self, from: text)
    #expect(values.count { $0.number == nil } == 50_000)
  }
}
