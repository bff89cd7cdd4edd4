package import AloftHTTP

/// A message that no server may accept, with what it is answered with.
///
/// Each has one fault only and would be complete without it. They are shared by the tests of the parser and those of
/// the server on a socket.
package struct RefusedMessage: Sendable, CustomStringConvertible {
  /// What is wrong, in words.
  package let name: String
  package let bytes: [UInt8]
  package let refusal: RequestRefusal
  /// The code of the answer, said once more so that a refusal's status can't change unnoticed.
  package let status: Int
  /// Whether the head is good and the fault comes in the body, when a handler may be running already.
  package let isInBody: Bool

  /// Creates a message.
  ///
  /// - Parameters:
  ///   - text: The message, one byte a scalar, so that `\u{FF}` is the byte 0xFF.
  init(_ name: String, _ text: String, _ refusal: RequestRefusal, _ status: Int = 400, isInBody: Bool = false) {
    self.name = name
    bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    self.refusal = refusal
    self.status = status
    self.isInBody = isInBody
  }

  package var description: String { name }

  /// All messages, to be refused with the default limits.
  package static let all = requestLines + targets + fields + hosts + lengths + codings + chunks + trailers + oversized

  /// A good request with a body, to be sent before a refused one.
  package static let goodRequest = Array("POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello".utf8)
}
