/// The sending end of a streamed response.
public struct ResponseWriter: Sendable {
  /// Where the pieces go.
  package protocol Sink: AnyObject, Sendable {
    /// Sends `bytes` and waits until the client has room for more.
    func write(_ bytes: [UInt8]) async throws
    func setTrailers(_ trailers: Headers)
  }

  private let sink: any Sink

  package init(_ sink: any Sink) { self.sink = sink }

  /// Sends bytes, and waits while the client can't take more.
  ///
  /// - Throws: `CancellationError` when the client went away.
  public func write(_ bytes: [UInt8]) async throws { try await sink.write(bytes) }

  /// Sends text as UTF-8, and waits while the client can't take more.
  ///
  /// - Throws: `CancellationError` when the client went away.
  public func write(_ text: String) async throws { try await sink.write(Array(text.utf8)) }

  /// Sets the fields that follow a body in chunks; a body of known length has none and drops them.
  public func setTrailers(_ trailers: Headers) { sink.setTrailers(trailers) }
}
