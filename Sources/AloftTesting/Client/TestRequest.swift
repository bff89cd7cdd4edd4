public import Aloft

/// A request that a test sends.
public struct TestRequest: Sendable {
  /// What is to be done.
  public var method: Method
  /// The path with its query, encoded: `/search?q=tea`; or a whole URL.
  public var target: String
  /// The fields; `Host`, cookies and what frames the body are added.
  public var headers: Headers
  /// The body.
  public var body: TestBody

  /// Creates a request; see the properties.
  public init(_ method: Method, _ target: String, headers: Headers = [:], body: TestBody = .empty) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }
}

/// The body of a request that a test sends, with the media type it brings.
public struct TestBody: Sendable {
  enum Content: Sendable {
    case bytes([UInt8])
    /// Sent in chunks, each when it comes.
    case pieces(AsyncStream<[UInt8]>)
  }

  let content: Content
  let mediaType: String?

  private init(_ content: Content, _ mediaType: String?) {
    self.content = content
    self.mediaType = mediaType
  }

  /// No body.
  public static let empty = TestBody(.bytes([]), nil)

  /// Bytes of a media type; of none if left out.
  public static func bytes(_ bytes: [UInt8], type: String? = nil) -> TestBody { TestBody(.bytes(bytes), type) }

  /// Text in UTF-8.
  public static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> TestBody {
    TestBody(.bytes(Array(text.utf8)), type)
  }

  /// A value as JSON.
  ///
  /// - Throws: What encoding throws.
  public static func json(_ value: some Encodable, coding: JSONCoding = JSONCoding()) throws -> TestBody {
    TestBody(.bytes(try coding.encode(value)), "application/json")
  }

  /// Fields as a browser sends a form without files.
  public static func form(_ fields: KeyValuePairs<String, String>) -> TestBody {
    let text = fields.map { "\(PathText.encodedForQuery($0.key))=\(PathText.encodedForQuery($0.value))" }
    return TestBody(.bytes(Array(text.joined(separator: "&").utf8)), "application/x-www-form-urlencoded")
  }

  /// Fields and files as a browser sends a form with files.
  public static func multipart(_ parts: [TestPart]) -> TestBody {
    let boundary = "----aloft-test-boundary-7d2f1b"
    var bytes: [UInt8] = []
    for part in parts { bytes += part.encoded(boundary) }
    bytes += "--\(boundary)--\r\n".utf8
    return TestBody(.bytes(bytes), "multipart/form-data; boundary=\(boundary)")
  }

  /// Pieces that are sent as they come, of no length that is known before.
  public static func pieces(_ pieces: AsyncStream<[UInt8]>, type: String? = nil) -> TestBody {
    TestBody(.pieces(pieces), type)
  }
}

/// A part of a form with files.
public struct TestPart: Sendable {
  private let name: String
  private let fileName: String?
  private let type: String?
  private let bytes: [UInt8]

  /// A field.
  public static func field(_ name: String, _ value: String) -> TestPart {
    TestPart(name: name, fileName: nil, type: nil, bytes: Array(value.utf8))
  }

  /// A file.
  public static func file(
    _ name: String, _ bytes: [UInt8], fileName: String, type: String = "application/octet-stream"
  ) -> TestPart {
    TestPart(name: name, fileName: fileName, type: type, bytes: bytes)
  }

  func encoded(_ boundary: String) -> [UInt8] {
    var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.escaped(name))\""
    if let fileName { head += "; filename=\"\(Self.escaped(fileName))\"" }
    if let type { head += "\r\nContent-Type: \(type)" }
    return Array("\(head)\r\n\r\n".utf8) + bytes + Array("\r\n".utf8)
  }

  /// As browsers write names (HTML Standard, section 4.10.21.8).
  private static func escaped(_ name: String) -> String {
    name.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }
}
