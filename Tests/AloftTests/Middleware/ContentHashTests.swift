import Testing

@testable import Aloft

@Suite struct ContentHashTests {
  private func hash(_ bytes: [UInt8]) -> String {
    String(bytes.withUnsafeBytes { ContentHash.of($0) }, radix: 16)
  }

  // What the reference implementation says.
  @Test(arguments: [
    ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"), ("abcd", "de0327b0d25d92cc"),
    ("message digest", "66ed728fceeb3be"), ("abcdefghijklmnopqrstuvwxyz", "cfe1f278fa89835c"),
  ]) func aTextHasThePublishedHash(text: String, expected: String) {
    #expect(hash(Array(text.utf8)) == expected)
  }

  @Test(arguments: [
    (31, "c346d2b59b4d8ee1"), (32, "cbf59c5116ff32b4"), (33, "c535d1acafb8ead"), (101, "e99038495f85381e"),
  ]) func lengthsAroundAStepHaveThePublishedHash(count: Int, expected: String) {
    #expect(hash((0..<count).map { UInt8($0) }) == expected)
  }

  @Test func manyStepsHaveThePublishedHash() {
    #expect(hash((0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }) == "25275608a9cfc168")
  }
}
