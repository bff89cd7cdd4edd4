/// Names of hosts with letters beyond ASCII, label by label (RFC 3492).
enum Punycode {
  private static let base = 36
  private static let tMin = 1
  private static let tMax = 26

  /// The label in ASCII, without the prefix `xn--`; `nil` where it is too long for a label.
  static func encoded(_ label: String) -> String? {
    let scalars = label.unicodeScalars.map { Int($0.value) }
    guard scalars.count <= 63 else { return nil }
    var output = scalars.filter { $0 < 128 }.map { UInt8(truncatingIfNeeded: $0) }
    let basicCount = output.count
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var state = (n: 128, delta: 0, bias: 72)
    var handled = basicCount
    while handled < scalars.count {
      guard let next = scalars.filter({ $0 >= state.n }).min() else { break }
      state.delta += (next - state.n) * (handled + 1)
      state.n = next
      for scalar in scalars {
        if scalar < state.n { state.delta += 1 }
        guard scalar == state.n else { continue }
        appendNumber(state.delta, state.bias, to: &output)
        state.bias = adapted(state.delta, handled + 1, isFirst: handled == basicCount)
        state.delta = 0
        handled += 1
      }
      state.delta += 1
      state.n += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func appendNumber(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
    var rest = number
    var k = base
    while true {
      let threshold = min(max(k - bias, tMin), tMax)
      if rest < threshold { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      k += base
    }
    output.append(digit(rest))
  }

  /// The label that an ASCII form without its prefix stands for; `nil` for what stands for none.
  static func decoded(_ text: some StringProtocol) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count <= 63 else { return nil }
    let hyphen = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = bytes[..<(hyphen ?? 0)].map { Int($0) }
    guard output.allSatisfy({ $0 < 128 }) else { return nil }
    var index = hyphen.map { $0 + 1 } ?? 0
    var state = (n: 128, i: 0, bias: 72)
    while index < bytes.count {
      let before = state.i
      guard let number = readNumber(bytes, &index, state.bias) else { return nil }
      state.i += number
      state.bias = adapted(state.i - before, output.count + 1, isFirst: before == 0)
      state.n += state.i / (output.count + 1)
      state.i %= output.count + 1
      guard state.n <= 0x10FFFF else { return nil }
      output.insert(state.n, at: state.i)
      state.i += 1
    }
    var label = String.UnicodeScalarView()
    for value in output {
      guard let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: value)) else { return nil }
      label.append(scalar)
    }
    return String(label)
  }

  private static func readNumber(_ bytes: [UInt8], _ index: inout Int, _ bias: Int) -> Int? {
    var number = 0
    var weight = 1
    var k = base
    while index < bytes.count {
      guard let digit = value(bytes[index]) else { return nil }
      index += 1
      // Far below what overflows, and above what any label needs.
      guard weight < 1 << 40 else { return nil }
      number += digit * weight
      let threshold = min(max(k - bias, tMin), tMax)
      if digit < threshold { return number }
      weight *= base - threshold
      k += base
    }
    return nil
  }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var k = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * delta / (delta + 38)
  }

  private static func digit(_ value: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 26 ? value + 0x61 : value - 26 + 0x30)
  }

  private static func value(_ byte: UInt8) -> Int? {
    switch byte.lowercased {
    case 0x61...0x7A: Int(byte.lowercased) - 0x61
    case 0x30...0x39: Int(byte) - 0x30 + 26
    default: nil
    }
  }
}
