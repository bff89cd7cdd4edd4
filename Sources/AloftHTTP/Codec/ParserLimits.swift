/// How large the parts of a request may be that are kept in memory before a handler is chosen.
public struct ParserLimits: Sendable, Hashable {
  /// The request line without its CRLF, in bytes; beyond it the answer is 414.
  public var requestLine: Int
  /// All header fields together, in bytes; beyond it the answer is 431.
  public var headerSection: Int
  /// The number of header fields; beyond it the answer is 431.
  public var fieldCount: Int
  /// All chunk extensions of a body together, in bytes; beyond it the answer is 413.
  public var chunkExtensions: Int
  /// All trailer fields together, in bytes, and as many fields as a header may have; beyond it the answer is 431.
  public var trailerSection: Int

  /// Creates limits; the defaults suit browsers and programs, and 100 fields are twice what either sends.
  public init(
    requestLine: Int = 8 * 1024, headerSection: Int = 32 * 1024, fieldCount: Int = 100, chunkExtensions: Int = 1024,
    trailerSection: Int = 8 * 1024
  ) {
    self.requestLine = requestLine
    self.headerSection = headerSection
    self.fieldCount = fieldCount
    self.chunkExtensions = chunkExtensions
    self.trailerSection = trailerSection
  }
}
