internal import Aloft

/// A request with all of its fields.
struct PreparedRequest: Sendable {
  let method: Method
  let target: String
  let headers: Headers
  let scheme: String
  let address: String
}

/// A response whose body is still to be read.
struct RawResponse: Sendable {
  let status: Status
  let headers: Headers
  let body: AsyncThrowingStream<[UInt8], any Error>
  let failure: (any Error)?
  /// The response as the application made it; `nil` where only bytes of it are known.
  let original: Response?
  /// Waits for what is done after the response.
  let finish: @Sendable () async -> Void
  /// Ends a body that nobody wants to read further.
  let cancel: @Sendable () async -> Void
}

/// Brings requests to an application.
protocol Transport: Sendable {
  func exchange(_ request: PreparedRequest, body: TestBody) async throws -> RawResponse
}

extension PreparedRequest {
  /// The head as bytes.
  ///
  /// - Parameter length: The body's length; `nil` for one in chunks.
  func head(length: Int?) -> [UInt8] {
    var text = "\(method) \(target) HTTP/1.1\r\n"
    for field in headers { text += "\(field.name): \(field.value)\r\n" }
    if let length {
      if length > 0 || method == .post || method == .put || method == .patch {
        text += "Content-Length: \(length)\r\n"
      }
    } else {
      text += "Transfer-Encoding: chunked\r\n"
    }
    return Array("\(text)\r\n".utf8)
  }
}

/// A test that sends what no parser takes.
struct UnreadableRequest: Error, CustomStringConvertible {
  let description: String
}
