internal import AloftHTTP

extension RefusedMessage {
  private static func post(_ name: String, _ lines: String, _ refusal: RequestRefusal) -> RefusedMessage {
    RefusedMessage(name, "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n0\r\n\r\n", refusal)
  }

  static let lengths: [RefusedMessage] = [
    post("two different lengths", "Content-Length: 5\r\nContent-Length: 6", .repeatedLength),
    post("the same length twice", "Content-Length: 5\r\ncontent-length: 5", .repeatedLength),
    post("a length behind zero", "Content-Length: 0\r\nContent-Length: 5", .repeatedLength),
    post("a list of lengths", "Content-Length: 5, 5", .malformedLength),
    post("a list of different lengths", "Content-Length: 5,6", .malformedLength),
    post("a list of lengths with an empty end", "Content-Length: 5,", .malformedLength),
    post("an empty length", "Content-Length:", .malformedLength),
    post("a length of blanks", "Content-Length:  \t", .malformedLength),
    post("a length with plus", "Content-Length: +5", .malformedLength),
    post("a length with minus", "Content-Length: -5", .malformedLength),
    post("minus zero", "Content-Length: -0", .malformedLength),
    post("a length in hexadecimal", "Content-Length: 0x5", .malformedLength),
    post("a length with hexadecimal digits", "Content-Length: 5a", .malformedLength),
    post("a length with a fraction", "Content-Length: 5.0", .malformedLength),
    post("a length with an exponent", "Content-Length: 1e1", .malformedLength),
    post("a length with an underscore", "Content-Length: 1_0", .malformedLength),
    post("a length with a blank inside", "Content-Length: 1 0", .malformedLength),
    post("a length in quotes", "Content-Length: \"5\"", .malformedLength),
    post("a length with a parameter", "Content-Length: 5;a", .malformedLength),
    post("a length in other digits", "Content-Length: \u{D9}\u{A5}", .malformedLength),
    post("a length of 2^63", "Content-Length: 9223372036854775808", .malformedLength),
    post("a length of 2^64 and five", "Content-Length: 18446744073709551621", .malformedLength),
    post("a length of 40 digits", "Content-Length: \(String(repeating: "9", count: 40))", .malformedLength),
  ]

  static let codings: [RefusedMessage] = [
    post("a length before a coding", "Content-Length: 5\r\nTransfer-Encoding: chunked", .lengthWithCoding),
    post("a length behind a coding", "Transfer-Encoding: chunked\r\nContent-Length: 5", .lengthWithCoding),
    post("a length of zero beside a coding", "Content-Length: 0\r\nTransfer-Encoding: chunked", .lengthWithCoding),
    post("a coding that is not understood", "Transfer-Encoding: gzip", .unknownCoding),
    post("a coding before chunked", "Transfer-Encoding: gzip, chunked", .unknownCoding),
    post("a coding behind chunked", "Transfer-Encoding: chunked, gzip", .unknownCoding),
    post("chunked twice", "Transfer-Encoding: chunked, chunked", .unknownCoding),
    post("chunked in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .unknownCoding),
    post("codings in two fields", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", .unknownCoding),
    post("an empty field behind chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding:", .unknownCoding),
    post("a prefix to chunked", "Transfer-Encoding: xchunked", .unknownCoding),
    post("a suffix to chunked", "Transfer-Encoding: chunkedx", .unknownCoding),
    post("chunked cut short", "Transfer-Encoding: chunke", .unknownCoding),
    post("identity", "Transfer-Encoding: identity", .unknownCoding),
    post("an empty coding", "Transfer-Encoding:", .unknownCoding),
    post("a list of codings with an empty beginning", "Transfer-Encoding: , chunked", .unknownCoding),
    post("a list of codings with an empty end", "Transfer-Encoding: chunked,", .unknownCoding),
    post("chunked with a parameter", "Transfer-Encoding: chunked;q=1", .unknownCoding),
    post("chunked in quotes", "Transfer-Encoding: \"chunked\"", .unknownCoding),
    post("a blank beyond ASCII before chunked", "Transfer-Encoding: \u{A0}chunked", .unknownCoding),
    post("a vertical tab before chunked", "Transfer-Encoding: \u{0B}chunked", .controlCharacter),
    post("a blank before a coding's colon", "Transfer-Encoding : chunked", .blankBeforeColon),
    post("a coding in a folded line", "Transfer-Encoding:\r\n chunked", .unknownCoding),
    RefusedMessage(
      "a coding in HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      .codingInOldVersion),
  ]
}
