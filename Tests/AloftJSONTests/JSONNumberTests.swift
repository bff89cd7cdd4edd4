import AloftJSON
import Testing

@Suite struct JSONNumberTests {
  private func read<T: Decodable>(_ text: String, _ type: T.Type = T.self) -> T? {
    try? JSONCoding().decode(type, from: text)
  }

  private func written(_ value: some Encodable) throws -> String {
    String(decoding: try JSONCoding().encode(value), as: UTF8.self)
  }

  @Test func integersOfEveryWidthReachTheirLimitsAndNoFurther() {
    func check<T: FixedWidthInteger & Codable>(_ type: T.Type) {
      #expect(read("\(T.max)") == T.max)
      #expect(read("\(T.min)") == T.min)
      let beyond = ["\(T.max)0", "\(T.max)".dropLast() + "9", "-\(T.max)9", "1e50", "1.5", "-0.5"]
      for text in beyond { #expect(read(String(text), T.self) == nil) }
      #expect((try? written(T.max)) == "\(T.max)")
      #expect((try? written([T.min])) == "[\(T.min)]")
    }
    check(Int.self)
    check(Int8.self)
    check(Int16.self)
    check(Int32.self)
    check(Int64.self)
    check(Int128.self)
    check(UInt.self)
    check(UInt8.self)
    check(UInt16.self)
    check(UInt32.self)
    check(UInt64.self)
    check(UInt128.self)
  }

  @Test(arguments: [
    ("1.0", 1), ("1e2", 100), ("1E+2", 100), ("120e-1", 12), ("-5.00", -5), ("0.1e1", 1), ("0e99999", 0), ("-0", 0),
    ("0.000e-5", 0), ("9.223372036854775807e18", .max), ("-9223372036854775808.0", .min),
  ])
  func aWholeNumberMayHaveAFractionOrAnExponent(_ text: String, _ number: Int) {
    #expect(read(text) == number)
  }

  @Test(arguments: ["1.5", "1e-1", "123e-1", "1e19", "1e99999999999999999999", "0.1", "9223372036854775808.0"])
  func aNumberThatIsNotWholeOrTooLargeIsNoInt(_ text: String) {
    #expect(read(text, Int.self) == nil)
  }

  @Test(arguments: [
    "0", "1", "-1", "0.1", "1.1", "123456.789", "1e22", "1e23", "123456789012345678", "9007199254740993", "5e-324",
    "2.2250738585072014e-308", "1.7976931348623157e308", "4.35", "0.000001", "3.141592653589793238462643383279",
    "100000000000000016777215", "2.2250738585072011e-308", "17976931348623158e292", "0.1e-6", "1e-22", "1e-23",
  ])
  func aDoubleIsTheNearest(_ text: String) {
    #expect(read(text) == Double(text))
    #expect(read("-" + text) == Double("-" + text))
    #expect(read(text) == Float(text).flatMap { $0.isFinite ? $0 : nil })
  }

  @Test(arguments: ["1e999", "-1e999", "1.7976931348623159e308"])
  func aNumberBeyondEveryDoubleIsRefused(_ text: String) {
    #expect(read(text, Double.self) == nil)
    let error = #expect(throws: JSONError.self) { try JSONCoding().decode([Double].self, from: "[\(text)]") }
    #expect(error?.reason == .outOfRange)
  }

  @Test func aNumberBeyondEveryFloatIsRefused() {
    #expect(read("1e39", Float.self) == nil)
    #expect(read("3.4028235e38") == Float.greatestFiniteMagnitude)
  }

  @Test func doublesOfEveryKindComeBack() throws {
    var state: UInt64 = 42
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Double(bitPattern: state ^ state >> 29)
      guard number.isFinite else { continue }
      #expect(try JSONCoding().decode(Double.self, from: JSONCoding().encode(number)) == number)
      let short = Double(Int64(truncatingIfNeeded: state) >> 20) / 1000
      #expect(try JSONCoding().decode(Double.self, from: JSONCoding().encode(short)) == short)
      let float = Float(bitPattern: UInt32(truncatingIfNeeded: state >> 13))
      if float.isFinite { #expect(try JSONCoding().decode(Float.self, from: JSONCoding().encode(float)) == float) }
    }
  }

  @Test func doublesAreWrittenShort() throws {
    #expect(
      try written([0, -0.0, 1, 0.1, 100, 1e15, 1e16, 1e20, 1e-7, -2.5])
        == "[0,-0,1,0.1,100,1000000000000000,1e+16,1e+20,1e-07,-2.5]")
    #expect(try written([Float(0.1), 1, 16_777_216]) == "[0.1,1,16777216]")
    #expect(read("-0", Double.self)?.sign == .minus)
  }

  @Test func aNumberIsKeptExactly() throws {
    for text in ["1.50", "1e5", "123456789012345678901234567890", "0.1000", "-0", "1E999"] {
      let value = try JSONCoding().decode(JSONValue.self, from: text)
      #expect(value.number?.description == text)
      #expect(try written(value) == text)
    }
  }

  @Test func numbersAreEqualWhateverTheirForm() {
    #expect(JSONNumber("1.0") == JSONNumber(1))
    #expect(JSONNumber("10e-1") == JSONNumber(1))
    #expect(JSONNumber("1.0")?.hashValue == JSONNumber(1).hashValue)
    #expect(JSONNumber("-0") == JSONNumber(0))
    #expect(JSONNumber("1.01") != JSONNumber("1.1"))
    #expect(JSONNumber("-1") != JSONNumber("1"))
    #expect(JSONNumber("1 ") == nil)
    #expect(JSONNumber("0x1") == nil)
    #expect(JSONNumber(Double.nan) == nil)
  }
}
