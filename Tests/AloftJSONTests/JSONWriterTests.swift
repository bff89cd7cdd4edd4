import AloftJSON
import Testing

@Suite struct JSONWriterTests {
  /// As generated code would write it: no Codable.
  struct Rating: JSONWritable, JSONReadable, Equatable {
    var score: Int
    var note: String?
    var history: [Double]

    func writeJSON(to json: inout JSONWriter) throws {
      try json.object { json in
        json.key("score")
        json.integer(score)
        try json.member("note", note)
        try json.member("history", history)
      }
    }

    init(score: Int, note: String?, history: [Double]) {
      self.score = score
      self.note = note
      self.history = history
    }

    init(json: JSONReader) throws {
      score = try json.member("score")
      note = try json.memberIfPresent("note")
      history = try json.member("history")
    }
  }

  @Test func aTypeWritesAndReadsItself() throws {
    let ratings = [Rating(score: 1, note: "\"", history: []), Rating(score: -2, note: nil, history: [0.5, 2])]
    let bytes = try JSONCoding().encode(ratings)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"[{"score":1,"note":"\"","history":[]},{"score":-2,"note":null,"history":[0.5,2]}]"#)
    #expect(try JSONCoding().decode([Rating].self, from: bytes) == ratings)
  }

  @Test func itsErrorsHaveTheirPlace() throws {
    let missing = #expect(throws: JSONError.self) {
      try JSONCoding().decode([Rating].self, from: #"[{"skore":1,"history":[]}]"#)
    }
    #expect(missing?.description == "The key 'score' is missing; there is 'skore': [0] (line 1, column 2)")
    let nan = #expect(throws: JSONError.self) {
      try JSONCoding().encode(["a": Rating(score: 1, note: nil, history: [1, .nan])] as [String: Rating])
    }
    #expect(nan?.path == "a.history[1]")
  }

  /// Codable, and writing itself: the latter is used wherever it stands.
  struct Money: Codable, JSONWritable, JSONReadable, Equatable {
    var cents: Int
    init(cents: Int) { self.cents = cents }
    func writeJSON(to json: inout JSONWriter) throws { json.string("\(cents) ct") }
    init(json: JSONReader) throws {
      guard let cents = Int(try json.string().split(separator: " ").first ?? "") else {
        throw json.invalid("Expected an amount such as '5 ct'")
      }
      self.cents = cents
    }
  }

  struct Bill: Codable, Equatable {
    var total: Money
    var parts: [Money]
    var tip: Money?
    var named: [String: Money]
  }

  @Test func codableMeetsTypesThatWriteThemselves() throws {
    let bill = Bill(
      total: Money(cents: 5), parts: [Money(cents: 2), Money(cents: 3)], tip: nil, named: ["a": Money(cents: 1)])
    let bytes = try JSONCoding().encode(bill)
    #expect(
      String(decoding: bytes, as: UTF8.self) == #"{"total":"5 ct","parts":["2 ct","3 ct"],"named":{"a":"1 ct"}}"#)
    #expect(try JSONCoding().decode(Bill.self, from: bytes) == bill)
    let error = #expect(throws: JSONError.self) {
      try JSONCoding().decode(Bill.self, from: #"{"total":"x","parts":[],"named":{}}"#)
    }
    #expect(error?.description == "Expected an amount such as '5 ct': total (line 1, column 10)")
  }

  @Test func specialCharactersAreEscaped() throws {
    let text = String(decoding: (0..<0x30 as Range<UInt8>).map { $0 }, as: UTF8.self) + "\\ \u{7F} é 😀 \u{2028}"
    var writer = JSONWriter()
    writer.string(text)
    let bytes = try writer.finish()
    #expect(bytes.allSatisfy { $0 >= 0x20 })
    #expect(try JSONCoding().decode(String.self, from: bytes) == text)
    for count in 0..<40 {
      let padded = String(repeating: "x", count: count) + "\"" + String(repeating: "y", count: 40 - count)
      #expect(try JSONCoding().decode(String.self, from: JSONCoding().encode(padded)) == padded)
    }
  }

  @Test func aNumberThatIsRefusedLeavesTheTextAsItWas() throws {
    var writer = JSONWriter()
    writer.beginArray()
    writer.integer(1)
    do throws(JSONError) {
      try writer.double(.nan)
    } catch {
      #expect(error.path == "[1]")
    }
    writer.integer(2)
    writer.endArray()
    #expect(try writer.finish() == Array("[1,2]".utf8))
  }

  @Test func whatIsNotEndedIsNotFinished() {
    #expect(throws: JSONError.self) { try JSONWriter().finish() }
    #expect(throws: JSONError.self) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("a")
      writer.null()
      return try writer.finish()
    }
  }

  @Test func aReaderShowsMembersAndElementsInOrder() throws {
    struct Names: JSONReadable {
      var names: [String] = []
      init(json: JSONReader) throws {
        #expect(json.kind == .object)
        #expect(json.count == 2)
        for (name, value) in try json.members() {
          names.append(name)
          for element in try value.elements() { names.append(try element.string()) }
        }
      }
    }
    #expect(
      try JSONCoding().decode(Names.self, from: Array(#"{"z":["1","2"],"a":[]}"#.utf8)).names == ["z", "1", "2", "a"])
  }
}
