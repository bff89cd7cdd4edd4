/// The digits that dates and times are written with.
package enum Digits {
  /// A number with zeros before it.
  package static func text(_ number: Int, width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The number of at most nine digits and nothing else; `nil` for other text.
  package static func number(_ text: some Collection<UInt8>) -> Int? {
    guard (1...9).contains(text.count) else { return nil }
    var number = 0
    for byte in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
  }

  /// Two digits of seconds with up to six of a fraction, as whole seconds and microseconds.
  package static func seconds(_ text: some Collection<UInt8>) -> (second: Int, microsecond: Int)? {
    let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts[0].count == 2, let second = number(parts[0]) else { return nil }
    guard parts.count == 2 else { return (second, 0) }
    guard parts[1].count <= 6, var fraction = number(parts[1]) else { return nil }
    for _ in parts[1].count..<6 { fraction *= 10 }
    return (second, fraction)
  }
}
