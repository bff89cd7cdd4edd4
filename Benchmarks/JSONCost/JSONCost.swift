import AloftJSON
import Foundation

/// Measures encoding and decoding of one document, by Aloft and by Foundation.
enum JSONCost {
  // Many short rounds: the best of them found the machine quiet.
  private static let roundCount = 40
  private static let callCount = 25

  static func report() throws {
    let coding = JSONCoding()
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let catalog = Catalog.sample
    let direct = catalog.direct
    let bytes = try coding.encode(catalog)
    let data = Data(bytes)
    try checkAgreement(bytes, encoder, decoder)

    print("a document of \(bytes.count) bytes; processor time for one, the best of \(roundCount) rounds")
    let foundationEncoding = try best { try encoder.encode(catalog).count }
    show("encode, Foundation, Codable", foundationEncoding, nil)
    show("encode, Aloft, Codable", try best { try coding.encode(catalog).count }, foundationEncoding)
    show("encode, Aloft, direct writer", try best { try coding.encode(direct).count }, foundationEncoding)
    let foundationDecoding = try best { try decoder.decode(Catalog.self, from: data).count }
    show("decode, Foundation, Codable", foundationDecoding, nil)
    show("decode, Aloft, Codable", try best { try coding.decode(Catalog.self, from: bytes).count }, foundationDecoding)
    show(
      "decode, Aloft, direct reader",
      try best { try coding.decode(DirectCatalog.self, from: bytes).catalog.count }, foundationDecoding)
    show(
      "decode, Aloft, any value",
      try best { try coding.decode(JSONValue.self, from: bytes).object?.count ?? 0 }, foundationDecoding)
  }

  private static func checkAgreement(_ bytes: [UInt8], _ encoder: JSONEncoder, _ decoder: JSONDecoder) throws {
    let catalog = Catalog.sample
    let coding = JSONCoding()
    let theirs = Array(try encoder.encode(catalog))
    guard try coding.encode(catalog.direct) == bytes,
      try decoder.decode(Catalog.self, from: Data(bytes)) == catalog,
      try coding.decode(Catalog.self, from: theirs) == catalog,
      try coding.decode(DirectCatalog.self, from: theirs).catalog == catalog,
      try coding.decode(JSONValue.self, from: theirs) == coding.decode(JSONValue.self, from: bytes)
    else { throw Failure(description: "the outputs differ") }
  }

  private static func best(_ operation: () throws -> Int) throws -> Double {
    var best = Double.infinity
    for _ in 0..<roundCount {
      var sum = 0
      let start = processorTime()
      for _ in 0..<callCount { sum &+= try operation() }
      let time = (processorTime() - start) / Double(callCount)
      guard sum > 0 else { throw Failure(description: "an operation did nothing") }
      best = min(best, time)
    }
    return best
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }

  private static func show(_ title: String, _ time: Double, _ base: Double?) {
    let ratio = base.map { "  \(tenths($0 / time)) × Foundation" } ?? ""
    print(title.padding(toLength: 30, withPad: " ", startingAt: 0), tenths(time), "µs", ratio)
  }

  private static func tenths(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private struct Failure: Error {
    let description: String
  }
}
