/// A connection that has changed protocols: bytes come in as a sequence and go out by ``write(_:)``.
///
/// It closes when the closure that was given to ``Response/upgrade(to:headers:_:)`` returns or throws.
public struct UpgradedConnection: Sendable, AsyncSequence {
  /// The channel below.
  package protocol Transport: AnyObject, Sendable {
    func next() async throws -> [UInt8]?
    func write(_ bytes: [UInt8]) async throws
  }

  private let transport: any Transport

  package init(_ transport: any Transport) { self.transport = transport }

  /// Sends bytes, and waits while the peer can't take more.
  public func write(_ bytes: [UInt8]) async throws { try await transport.write(bytes) }

  /// Sends text as UTF-8, and waits while the peer can't take more.
  public func write(_ text: String) async throws { try await write(Array(text.utf8)) }

  /// Iterates over what the peer sends, in pieces as they arrive, to the end of its stream.
  public func makeAsyncIterator() -> Iterator { Iterator(transport: transport) }

  /// Pulls one piece after the other.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let transport: any Transport

    /// The next bytes, `nil` when the peer sends no more.
    public func next() async throws -> [UInt8]? { try await transport.next() }
  }
}
