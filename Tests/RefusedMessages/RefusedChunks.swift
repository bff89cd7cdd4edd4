internal import AloftHTTP

extension RefusedMessage {
  private static func body(_ name: String, _ body: String, _ refusal: RequestRefusal, _ status: Int = 400)
    -> RefusedMessage
  {
    RefusedMessage(
      name, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)", refusal, status, isInBody: true)
  }

  private static func size(_ name: String, _ size: String, _ refusal: RequestRefusal = .malformedChunk)
    -> RefusedMessage
  {
    body(name, "\(size)\r\nhello\r\n0\r\n\r\n", refusal)
  }

  static let chunks: [RefusedMessage] = [
    size("an empty size", ""),
    size("a size with 0x", "0x5"),
    size("a size with plus", "+5"),
    size("a size with minus", "-5"),
    size("a blank before the size", " 5"),
    size("a blank behind the size", "5 "),
    size("a tab behind the size", "5\t"),
    size("a blank inside the size", "5 5"),
    size("a letter beyond f", "g"),
    size("a letter behind the size", "5h"),
    size("an underscore in the size", "0_5"),
    size("a comma behind the size", "5,a"),
    size("NUL behind the size", "5\0"),
    size("a size of 17 digits", "00000000000000005"),
    size("a size of 100 digits", String(repeating: "0", count: 100)),
    size("a size of 2^63", "8000000000000000"),
    size("a size of 2^64 - 1", "FFFFFFFFFFFFFFFF"),
    size("blanks before where an extension is due", "5                 ;a"),
    size("an extension without a name", "5;", .malformedExtension),
    size("a value without a name", "5;=a", .malformedExtension),
    size("a name without its value", "5;a=", .malformedExtension),
    size("a quoted value without its end", "5;a=\"b", .malformedExtension),
    size("a quoted value with its end escaped", "5;a=\"b\\\"", .malformedExtension),
    size("text behind a quoted value", "5;a=\"b\"c", .malformedExtension),
    size("two names without a semicolon", "5;a b", .malformedExtension),
    size("a blank behind an extension", "5;a ", .malformedExtension),
    size("no size but an extension", ";a"),
    size("NUL in an extension", "5;a\0"),
    size("DEL in a quoted value", "5;a=\"\u{7F}\""),
    size("a bare CR in an extension", "5;a\rb"),
    size("a bare LF in an extension", "5;a\nb"),
    size("a bare LF in a quoted value", "5;a=\"\n\""),
    body("a bare LF behind the size", "5\nhello\r\n0\r\n\r\n", .malformedChunk),
    body("a bare CR behind the size", "5\rhello\r\n0\r\n\r\n", .malformedChunk),
    body("nothing behind the data", "5\r\nhello0\r\n\r\n", .malformedChunk),
    body("LF alone behind the data", "5\r\nhello\n0\r\n\r\n", .malformedChunk),
    body("CR alone behind the data", "5\r\nhello\r0\r\n\r\n", .malformedChunk),
    body("more data than announced", "5\r\nhello!\r\n0\r\n\r\n", .malformedChunk),
    body("less data than announced", "5\r\nhell\r\n0\r\n\r\n", .malformedChunk),
    body("an empty line between chunks", "5\r\nhello\r\n\r\n0\r\n\r\n", .malformedChunk),
  ]

  private static func trailer(_ name: String, _ line: String, _ refusal: RequestRefusal) -> RefusedMessage {
    body(name, "5\r\nhello\r\n0\r\n\(line)\r\n\r\n", refusal)
  }

  private static let forbidden = [
    "Content-Length", "Transfer-Encoding", "Host", "Trailer", "Connection", "Authorization", "cookie",
  ].map { trailer("\($0) in the trailers", "\($0): 5", .forbiddenTrailer) }

  static let trailers: [RefusedMessage] =
    forbidden + [
      trailer("a bare LF between trailers", "X: a\nY: b", .bareLineEnding),
      trailer("a bare CR in a trailer", "X: a\rb", .bareLineEnding),
      trailer("a doubled CR behind a trailer", "X: a\r", .bareLineEnding),
      trailer("a folded trailer", "X: a\r\n b", .foldedLine),
      trailer("a blank before a trailer's colon", "X : a", .blankBeforeColon),
      trailer("a trailer without a colon", "XY", .malformedFieldName),
      trailer("a trailer without a name", ": a", .malformedFieldName),
      trailer("NUL in a trailer", "X: \0", .controlCharacter),
      trailer("DEL in a trailer", "X: a\u{7F}", .controlCharacter),
      body("a last chunk that ends with LF alone", "0\n\r\n", .malformedChunk),
      body("a body that ends with LF alone", "0\r\n\n", .bareLineEnding),
      body("a body that ends with CR CR LF", "0\r\n\r\r\n", .bareLineEnding),
    ]

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  /// Messages beyond the default limits.
  static let oversized: [RefusedMessage] = [
    RefusedMessage(
      "a long target", "GET /\(repeated("a", 8192)) HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineTooLong, 414),
    RefusedMessage(
      "a long method", "\(repeated("A", 8192)) / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineTooLong, 414),
    RefusedMessage(
      "a long field", "GET / HTTP/1.1\r\nHost: a\r\nX: \(repeated("a", 32_768))\r\n\r\n", .headerTooLarge, 431),
    RefusedMessage(
      "many long fields", "GET / HTTP/1.1\r\nHost: a\r\n\(repeated("X: \(repeated("a", 1000))\r\n", 33))\r\n",
      .headerTooLarge, 431),
    RefusedMessage(
      "101 fields", "GET / HTTP/1.1\r\nHost: a\r\n\(repeated("X: a\r\n", 100))\r\n", .tooManyFields, 431),
    body("a long extension", "5;\(repeated("a", 1024))\r\nhello\r\n0\r\n\r\n", .extensionsTooLarge, 413),
    body("many short extensions", "\(repeated("1;abc\r\na\r\n", 257))0\r\n\r\n", .extensionsTooLarge, 413),
    body("a long trailer", "0\r\nX: \(repeated("a", 8192))\r\n\r\n", .trailersTooLarge, 431),
    body("101 trailers", "0\r\n\(repeated("X: a\r\n", 101))\r\n", .tooManyFields, 431),
  ]
}
