/// `{id:int}` and `{n:int(min=1,max=9)}`: a whole number in ASCII digits that fits an `Int`; negative with `signed=true`.
struct IntConverter: PathConverter {
  let digits: Int?
  let minimum: Int?
  let maximum: Int?
  let isSigned: Bool

  var weight: Int { 50 }

  init(_ arguments: inout ConverterArguments) throws(ConverterArgumentError) {
    digits = try arguments.int("digits")
    minimum = try arguments.int("min")
    maximum = try arguments.int("max")
    isSigned = try arguments.bool("signed") ?? false
    if let digits, !(1...18).contains(digits) { throw ConverterArgumentError("'digits' is a number from 1 to 18") }
    if let minimum, let maximum, minimum > maximum {
      throw ConverterArgumentError("'min' is at most 'max'")
    }
  }

  func matches(_ value: Span<UInt8>) -> Bool { matches(value, 0, value.count) }

  @inline(__always)
  func matches(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard let value = number(bytes, start, end) else { return false }
    if let digits, end - start != digits { return false }
    if let minimum, value < minimum { return false }
    if let maximum, value > maximum { return false }
    return true
  }

  private func number(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var index = start
    let isNegative = isSigned && start < end && bytes[start] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    guard index < end else { return nil }
    var value = 0
    while index < end {
      let digit = Int(bytes[index]) - Int(UInt8(ascii: "0"))
      guard (0...9).contains(digit) else { return nil }
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, stillTooLarge) =
        isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      if tooLarge || stillTooLarge { return nil }
      value = sum
      index += 1
    }
    return value
  }

  func text(for value: URLValue) -> String? {
    let number: Int? =
      switch value {
      case .int(let value): value
      case .double(let value): Int(exactly: value)
      case .string(let value): Int(value)
      case .bool, .list, .none: nil
      }
    guard let number else { return nil }
    var text = String(number.magnitude)
    let width = (digits ?? 0) - (number < 0 ? 1 : 0)
    if text.utf8.count < width { text = String(repeating: "0", count: width - text.utf8.count) + text }
    return number < 0 ? "-" + text : text
  }
}
