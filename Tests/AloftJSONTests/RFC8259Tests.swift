import AloftJSON
import Testing

@Suite struct RFC8259Tests {
  @Test(
    arguments: [
      ("null", JSONValue.null), ("true", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12), ("1.5", 1.5),
      ("1E+2", 100), ("1e-2", 0.01), ("0e9", 0), ("0.0", 0), (" \t\r\n 7 \t\r\n ", 7), ("\"\"", ""), ("[]", []),
      ("{}", [:]), ("[ ]", []), ("{ }", [:]), ("[[],{}]", [[], [:]]), ("[1,\"a\",null]", [1, "a", nil]),
      ("{\"a\":{\"b\":[1]}}", ["a": ["b": [1]]]), ("{\"\":0}", ["": 0]),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\u0041\u00e9\u20AC\ud83d\uDE00""#, "Aé€😀"), (#""\u0000""#, "\u{0}"),
      ("\"é€😀\u{7F}\u{2028}\"", "é€😀\u{7F}\u{2028}"),
      (
        "\"a long string with an escape \\n in the middle of it\"",
        "a long string with an escape \n in the middle of it"
      ),
      (#"{"\u0061":1,"b":2}"#, ["a": 1, "b": 2]),
    ] as [(String, JSONValue)])
  func theGrammarIsAccepted(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONCoding().decode(JSONValue.self, from: text) == value)
  }

  @Test(arguments: [
    ("", 0), ("   ", 3), ("nul", 0), ("nulL", 0), ("True", 0), ("NaN", 0), ("Infinity", 0), ("-Infinity", 1),
    ("'a'", 0), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("[1", 2), ("[", 1), ("]", 0), ("{", 1), ("}", 0), ("[}", 1),
    ("{]", 1), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{\"a\":1,}", 7), ("{a:1}", 1), ("{\"a\":1 \"b\":2}", 7),
    ("{\"a\" 1}", 5), ("{1:2}", 1), ("{\"a\":1]", 6), ("[1}", 2), ("1 2", 2), ("{}{}", 2), ("null,", 4), ("[] x", 3),
    ("/* a */ 1", 0), ("1 // a", 2), ("01", 1), ("-01", 2), ("-", 1), ("+1", 0), (".5", 0), ("1.", 2), ("1.e1", 2),
    ("1e", 2), ("1e+", 3), ("0x10", 1), ("1_000", 1), ("--1", 1), ("\"", 1), ("\"a", 2), ("\"\t\"", 1), ("\"a\nb\"", 2),
    ("\"\u{0}\"", 1), ("\"\\\"", 3), (#""\a""#, 1), (#""\u12""#, 5), (#""\u12G4""#, 5), (#""\'""#, 1),
    (#""\ud800""#, 1), (#""\udc00""#, 1), (#""\ud800\u0041""#, 1), (#""\ud800x""#, 1), (#""\ud800\ud800""#, 1),
    (#"{"a":1,"a":2}"#, 7), (#"{"a":1,"\u0061":2}"#, 7), (#"{"\u0061":1,"a":2}"#, 12), ("\u{A0}1", 0), ("1\u{0}", 1),
    ("\u{FEFF}1", 0), ("[\u{FEFF}]", 1),
  ])
  func everythingElseIsRefusedWhereItStands(_ text: String, _ offset: Int) throws {
    let error = #expect(throws: JSONError.self) { try JSONCoding().decode(JSONValue.self, from: text) }
    #expect(error?.offset == offset)
  }

  @Test(
    arguments: [
      [0x22, 0x80, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xC1, 0x81, 0x22],
      [0x22, 0xE0, 0x80, 0xAF, 0x22],
      [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xED, 0xBF, 0xBF, 0x22], [0x22, 0xF0, 0x80, 0x80, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], [0x22, 0xC3, 0x22],
      [0x22, 0xE2, 0x82, 0x22],
      [0x22, 0xF0, 0x9F, 0x98, 0x22], [0x22, 0xE2, 0x82], [0x22, 0xE2, 0x28, 0xA1, 0x22],
    ] as [[UInt8]])
  func bytesThatAreNoUTF8AreRefused(_ bytes: [UInt8]) throws {
    let error = #expect(throws: JSONError.self) { try JSONCoding().decode(String.self, from: bytes) }
    #expect(error?.offset == 1)
    #expect(error?.reason == .malformed)
  }

  @Test func aByteOrderMarkIsCalledByItsName() {
    let error = #expect(throws: JSONError.self) { try JSONCoding().decode(Int.self, from: [0xEF, 0xBB, 0xBF, 0x31]) }
    #expect(error?.problem.contains("byte order mark") == true)
  }

  @Test func ofDuplicateKeysTheLastMayCount() throws {
    var coding = JSONCoding()
    coding.duplicateKeys = .lastCounts
    let text = #"{"a":1,"b":2,"\u0061":3}"#
    #expect(try coding.decode(JSONValue.self, from: text) == ["b": 2, "a": 3])
    #expect(try coding.decode([String: Int].self, from: text) == ["b": 2, "a": 3])
    struct Pair: Decodable, Equatable { var a: Int, b: Int }
    #expect(try coding.decode(Pair.self, from: text) == Pair(a: 3, b: 2))
    let many = "{" + (0..<40).map { "\"k\($0 % 20)\":\($0)" }.joined(separator: ",") + "}"
    let value = try coding.decode(JSONValue.self, from: many)
    #expect(value.object?.count == 20)
    #expect(value["k3"] == 23)
    #expect(throws: JSONError.self) { try JSONCoding().decode(JSONValue.self, from: many) }
  }

  @Test(arguments: [
    (#"{"o":{"a":1,"b":2,"a":3}}"#, "a"), (#"{"o":{"a":1,"b":2,"a":3}}"#, "a"),
    (#"{"o":{"a":1,"b":2,"b":3}}"#, "b"), (#"{"o":{"":1,"":3}}"#, ""),
  ])
  func aKeyIsTheSameHoweverItIsWritten(_ text: String, _ key: String) throws {
    let error = #expect(throws: JSONError.self) { try JSONCoding().decode(JSONValue.self, from: text) }
    #expect(error?.reason == .duplicateKey)
    #expect(error?.problem == "The key '\(key)' stands twice in one object")
    #expect(error?.steps.first == .key("o"))
  }

  @Test func aKeyMayStandAgainInAnotherObject() throws {
    #expect(try JSONCoding().decode(JSONValue.self, from: #"[{"a":1},{"a":{"a":2}}]"#) == [["a": 1], ["a": ["a": 2]]])
  }
}
