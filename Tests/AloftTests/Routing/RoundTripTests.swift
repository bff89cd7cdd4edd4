import Aloft
import AloftHTTP
import Testing

/// Every URL that is built leads back to its route and its values.
@Suite struct RoundTripTests {
  private static let patterns = [
    "/s/{a}", "/n/{a:int(signed=true)}", "/f/{a:float(signed=true)}", "/p/{a:path}", "/m/{a}-{b}", "/m2/{a}.{b:int}",
    "/t/{a:path}/edit", "/t2/{a:path}/{b}", "/t3/{a:path}.{b}", "/b/{a}/", "/b2/{a:path}/",
    "/l/{a:string(maxLength=4)}",
    "/x{a}y", "/ü ö/{a}/{{b}}/{b}", "/w/{a}{b}", "/many/{a}/{b}/{c}/{d}/{e}",
  ]

  @Test(arguments: [1, 2, 3]) func aBuiltUrlIsFoundAgain(seed: UInt64) throws {
    let router = try RouterProbe(Self.patterns.map { get($0, name: $0) }).router
    var random = SeededGenerator(seed: seed)
    var built = 0
    for _ in 0..<4000 {
      let index = Int.random(in: router.routes.indices, using: &random)
      let parameters = router.routes[index].parameters
      let pairs = parameters.map { parameter in
        (name: parameter.name, value: Self.value(for: parameter.converterName, &random))
      }
      guard let url = try? router.url(for: Self.patterns[index], URLValues(pairs)) else { continue }
      built += 1
      let path = Array(url.utf8)
      let host: [UInt8] = []
      guard case .matched(let match) = router.match(method: .get, host: host.span, path: path.span) else {
        Issue.record("\(url) of \(Self.patterns[index]) is not found")
        continue
      }
      #expect(match.route == index, "\(url)")
      for (place, pair) in pairs.enumerated() {
        let text = match.values.text(at: place, in: path.span)
        if case .double(let value) = pair.value {
          #expect(Double(text) == value, "\(url)")
        } else {
          #expect(text == pair.value.text, "\(url)")
        }
      }
    }
    #expect(built > 1500)
  }

  private static func value(for converter: String, _ random: inout SeededGenerator) -> URLValue {
    switch converter {
    case "int": return .int(Int.random(in: .min ... .max, using: &random))
    case "float":
      let mantissa = Double.random(in: -1...1, using: &random)
      return .double(Double(sign: .plus, exponent: Int.random(in: -80...80, using: &random), significand: mantissa))
    default:
      let alphabet = Array("ab12.-/\\%?#;&=+ é🙂\u{1}\"<>{}|~_:@")
      let count = Int.random(in: 0...8, using: &random)
      return .string(String((0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }))
    }
  }
}

/// The same numbers for the same seed (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
