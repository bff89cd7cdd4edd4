import AloftSQL
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct DecimalTextTests {
  @Test(
    arguments: [
      ("0", "0"), ("-0", "0"), ("000", "0"), ("0.000", "0"), ("1", "1"), ("+1", "1"), ("-1", "-1"), ("0.1", "0.1"),
      (".5", "0.5"), ("5.", "5"), ("-12.50", "-12.5"), ("1e3", "1000"), ("1E-3", "0.001"), ("1.5e+2", "150"),
      ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
      ("-99999999999999999999999999999999999999", "-99999999999999999999999999999999999999"),
      ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
      ("1234567890123456789.0123456789012345678", "1234567890123456789.0123456789012345678"),
      ("100000000000000000000000000000000000000000", "100000000000000000000000000000000000000000"),
      ("1.00000000000000000000000000000000000000000000000000", "1"),
    ])
  func aTextIsReadExactly(_ text: String, _ back: String) {
    #expect(DecimalText.decimal(of: text).map { DecimalText.text(of: $0) } == back)
  }

  @Test(
    arguments: [
      "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1.2.3", "--1", "1-", " 1", "1 ", "1,5", "0x10", "NaN", "inf", "١",
      "123456789012345678901234567890123456789", "1e1000", "1e-1000", "1e128", "1e99999999999999999999",
      "1e-9223372036854775808", "1e9223372036854775807", "1e5e5", "1e5.5",
    ])
  func otherTextsAreNone(_ text: String) {
    if text == "1e128" {
      // Ten times as much as the largest exponent, and one digit: that still fits.
      #expect(DecimalText.decimal(of: text) != nil)
    } else {
      #expect(DecimalText.decimal(of: text) == nil)
    }
  }

  @Test func decimalsComeBackFromTheirTexts() {
    var random = SeededRandom(11)
    for _ in 0..<2_000 {
      let count = Int.random(in: 1...38, using: &random)
      let digits = (0..<count).map { UInt8.random(in: $0 == 0 ? 1...9 : 0...9, using: &random) }
      let exponent = Int.random(in: -60...30, using: &random)
      let isNegative = Bool.random(using: &random)
      guard let decimal = DecimalText.decimal(digits: digits, exponent: exponent, isNegative: isNegative) else {
        Issue.record("\(digits), \(exponent)")
        continue
      }
      let text = DecimalText.text(of: decimal)
      #expect(text == Self.text(digits, exponent, isNegative))
      #expect(DecimalText.decimal(of: text) == decimal)
    }
  }

  /// The text of digits, made of them alone.
  private static func text(_ digits: [UInt8], _ exponent: Int, _ isNegative: Bool) -> String {
    var digits = digits
    var exponent = exponent
    while exponent < 0, digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    var text = digits.map { String($0) }.joined()
    if exponent >= 0 { return (isNegative ? "-" : "") + text + String(repeating: "0", count: exponent) }
    if text.count <= -exponent { text = String(repeating: "0", count: -exponent - text.count + 1) + text }
    text.insert(".", at: text.index(text.endIndex, offsetBy: exponent))
    return (isNegative ? "-" : "") + text
  }
}
