/// A number of binary fractions with all of its decimal digits, so that it is rounded as it is and not as it is printed.
struct ExactDecimal {
  /// The digits in front of the point and behind it.
  private var whole: [UInt8]
  private var fraction: [UInt8] = []

  init(_ number: Double) {
    let number = number.magnitude
    guard number.isFinite, number > 0 else {
      whole = [0]
      return
    }
    var exponent = Int(number.exponent) - 52
    var significand = number.significandBitPattern | (number.isNormal ? 1 << 52 : 0)
    if !number.isNormal { exponent = -1074 }
    while significand & 1 == 0, exponent < 0 {
      significand >>= 1
      exponent += 1
    }
    // The significand as digits, then doubled or halved as often as the exponent says.
    var digits = String(significand).utf8.map { $0 - 0x30 }
    if exponent >= 0 {
      for _ in 0..<exponent { Self.double(&digits) }
      whole = digits
      return
    }
    // number = significand / 2^n = significand * 5^n / 10^n
    for _ in 0..<(-exponent) { Self.multiply(&digits, by: 5) }
    let places = -exponent
    if digits.count <= places { digits = Array(repeating: 0, count: places - digits.count + 1) + digits }
    whole = Array(digits.dropLast(places))
    fraction = Array(digits.suffix(places))
  }

  private static func double(_ digits: inout [UInt8]) { multiply(&digits, by: 2) }

  private static func multiply(_ digits: inout [UInt8], by factor: UInt8) {
    var carry: UInt8 = 0
    for index in digits.indices.reversed() {
      let product = digits[index] * factor + carry
      digits[index] = product % 10
      carry = product / 10
    }
    if carry > 0 { digits.insert(carry, at: 0) }
  }

  /// Rounded to so many places behind the point, halves to the even digit.
  func rounded(to places: Int) -> (whole: String, fraction: String) {
    var digits = whole + fraction.prefix(places)
    let kept = min(places, fraction.count)
    if fraction.count > places, Self.roundsUp(digits.last ?? 0, fraction[places...]) { Self.increment(&digits) }
    digits += Array(repeating: 0, count: places - kept)
    return (Self.text(digits.dropLast(places)), Self.text(digits.suffix(places)))
  }

  /// Rounded to so many digits from the first that is not zero, with the exponent of ten of that one.
  func significant(_ count: Int) -> (digits: String, exponent: Int) {
    let all = whole + fraction
    guard let first = all.firstIndex(where: { $0 != 0 }) else { return (String(repeating: "0", count: count), 0) }
    var exponent = whole.count - 1 - first
    var digits = Array(all[first...].prefix(count))
    let rest = all[first...].dropFirst(count)
    if !rest.isEmpty, Self.roundsUp(digits.last ?? 0, rest) {
      let before = digits.count
      Self.increment(&digits)
      if digits.count > before {
        exponent += 1
        digits.removeLast()
      }
    }
    return (Self.text(digits[...]) + String(repeating: "0", count: max(0, count - digits.count)), exponent)
  }

  private static func roundsUp(_ last: UInt8, _ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, first >= 5 else { return false }
    if first > 5 || rest.dropFirst().contains(where: { $0 != 0 }) { return true }
    return last % 2 == 1
  }

  private static func increment(_ digits: inout [UInt8]) {
    for index in digits.indices.reversed() {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
  }

  private static func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
  }
}
