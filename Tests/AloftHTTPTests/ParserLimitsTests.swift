import AloftHTTP
import Testing

/// Each message is as large as its limit allows: it passes, and is refused when the limit is one less.
@Suite struct ParserLimitsTests {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let message: String
    let limit: any WritableKeyPath<ParserLimits, Int> & Sendable
    let size: Int
    let refusal: RequestRefusal

    var description: String { name }

    func limits(_ value: Int) -> ParserLimits {
      var limits = ParserLimits()
      limits[keyPath: limit] = value
      return limits
    }
  }

  private static func chunked(_ body: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)"
  }

  static let cases = [
    Case(
      name: "the request line", message: "GET /abc HTTP/1.1\r\nHost: a\r\n\r\n", limit: \.requestLine, size: 17,
      refusal: .requestLineTooLong),
    Case(
      name: "the header", message: "GET / HTTP/1.1\r\nHost: a\r\nX: bcd\r\n\r\n", limit: \.headerSection, size: 17,
      refusal: .headerTooLarge),
    Case(
      name: "the number of fields", message: "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\nY: c\r\n\r\n", limit: \.fieldCount,
      size: 3, refusal: .tooManyFields),
    Case(
      name: "a short extension", message: chunked("1;abc\r\nx\r\n0\r\n\r\n"), limit: \.chunkExtensions, size: 4,
      refusal: .extensionsTooLarge),
    Case(
      name: "a long extension", message: chunked("1;\(String(repeating: "a", count: 40))\r\nx\r\n0\r\n\r\n"),
      limit: \.chunkExtensions, size: 41, refusal: .extensionsTooLarge),
    Case(
      name: "an extension behind a long size", message: chunked("0000000000000001;abc\r\nx\r\n0\r\n\r\n"),
      limit: \.chunkExtensions, size: 4, refusal: .extensionsTooLarge),
    Case(
      name: "all extensions of a body", message: chunked("1;abc\r\nx\r\n1;de\r\nx\r\n0;f\r\n\r\n"),
      limit: \.chunkExtensions, size: 9, refusal: .extensionsTooLarge),
    Case(
      name: "the trailers", message: chunked("0\r\nX: a\r\nY: b\r\n\r\n"), limit: \.trailerSection, size: 12,
      refusal: .trailersTooLarge),
    Case(
      name: "the number of trailers", message: chunked("0\r\nX: a\r\nY: b\r\nZ: c\r\n\r\n"), limit: \.fieldCount,
      size: 3, refusal: .tooManyFields),
  ]

  @Test(arguments: cases)
  func aMessageAsLargeAsItsLimitPasses(_ test: Case) {
    #expect(Transcript(test.message, limits: test.limits(test.size)).refusal == nil)
  }

  @Test(arguments: cases)
  func aMessageAsLargeAsItsLimitPassesByteByByte(_ test: Case) {
    let bytes = Array(test.message.utf8)
    #expect(Transcript(byByte: bytes, limits: test.limits(test.size)) == Transcript(bytes))
  }

  @Test(arguments: cases)
  func aMessageLargerThanItsLimitIsRefused(_ test: Case) {
    #expect(Transcript(test.message, limits: test.limits(test.size - 1)).refusal == test.refusal)
  }

  @Test(arguments: cases)
  func aMessageLargerThanItsLimitIsRefusedByteByByte(_ test: Case) {
    let bytes = Array(test.message.utf8)
    #expect(Transcript(byByte: bytes, limits: test.limits(test.size - 1)).refusal == test.refusal)
  }

  @Test(arguments: cases)
  func noLimitAtAllRefusesNothing(_ test: Case) {
    #expect(Transcript(test.message, limits: test.limits(.max)).refusal == nil)
  }

  @Test func aLineWithoutEndIsRefusedBeforeItEnds() {
    let limits = ParserLimits(requestLine: 16, headerSection: 32, chunkExtensions: 8, trailerSection: 16)
    let endless = String(repeating: "a", count: 64)
    #expect(Transcript("GET /\(endless)", limits: limits).refusal == .requestLineTooLong)
    #expect(Transcript("GET / HTTP/1.1\r\nX: \(endless)", limits: limits).refusal == .headerTooLarge)
    let head = "POST / HTTP/1.0\r\n"
    #expect(Transcript("\(head)\(endless)", limits: limits).refusal == .headerTooLarge)
  }

  @Test func anExtensionWithoutEndIsRefusedBeforeItEnds() {
    let limits = ParserLimits(chunkExtensions: 8)
    #expect(
      Transcript(Self.chunked("1;\(String(repeating: "a", count: 64))"), limits: limits).refusal
        == .extensionsTooLarge)
  }

  @Test func trailersWithoutEndAreRefusedBeforeTheyEnd() {
    let limits = ParserLimits(trailerSection: 16)
    #expect(
      Transcript(Self.chunked("0\r\nX: \(String(repeating: "a", count: 64))"), limits: limits).refusal
        == .trailersTooLarge)
  }

  @Test func eachBodyHasItsExtensionsCountedAnew() {
    let message = Self.chunked("1;abc\r\nx\r\n0\r\n\r\n")
    let transcript = Transcript(message + message, limits: ParserLimits(chunkExtensions: 4))
    #expect(transcript.refusal == nil)
    #expect(transcript.heads.count == 2)
  }
}
