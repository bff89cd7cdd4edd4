public import Aloft

/// What a test's request was answered with.
public struct TestResponse: Sendable, CustomStringConvertible {
  /// The request's URL.
  public let url: String
  /// The status.
  public let status: Status
  /// The fields.
  public let headers: Headers
  /// The body.
  public let bytes: [UInt8]
  /// The pieces in which the body was written; over a socket as they arrived.
  public let pieces: [[UInt8]]
  /// What was thrown where this stands for an error; always `nil` over a socket.
  public let failure: (any Error)?
  /// The responses that led here by redirecting, the first one first.
  public internal(set) var history: [TestResponse] = []

  /// The body as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The first value of a field.
  public subscript(_ name: HeaderName) -> String? { headers[name] }

  /// The values of the cookies that were set, by name.
  public var cookies: [String: String] {
    Dictionary(headers.values(of: .setCookie).compactMap { ReceivedCookie($0).map { ($0.name, $0.value) } }) { $1 }
  }

  /// The body as a value.
  ///
  /// - Throws: ``UnexpectedResponse`` that shows the body, where it is no such JSON.
  public func json<Value: Decodable>(_ type: Value.Type = Value.self, coding: JSONCoding = JSONCoding()) throws -> Value
  {
    do {
      return try coding.decode(type, from: bytes)
    } catch {
      throw UnexpectedResponse(description: "\(self)\n\nis no JSON of a \(type): \(error)")
    }
  }

  /// The response as it could be read on the wire, cut after 2,000 characters, and what was thrown behind it.
  public var description: String {
    var text = "\(status)\n\(headers)\n\n\(self.text.prefix(2000))"
    if let failure { text += "\n\nthrown: \(failure)" }
    return text
  }
}

/// A response that is not what a test expected.
public struct UnexpectedResponse: Error, CustomStringConvertible {
  /// The response, and what was expected of it.
  public let description: String
}
