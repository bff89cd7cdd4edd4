/// What stands before a request's body, and how long that body is.
package struct RequestHead: Sendable {
  /// How the end of the body is found (RFC 9112, section 6.3).
  package enum Framing: Sendable, Hashable {
    case none
    case length(Int)
    case chunked
  }

  /// The request line and the header fields as received.
  package internal(set) var section = FieldSection()
  package internal(set) var method = Method.get
  /// The whole target, its path and its query within the section's bytes; a path that was left out is empty.
  package internal(set) var target: Range<Int> = 0..<0
  package internal(set) var path: Range<Int> = 0..<0
  package internal(set) var query: Range<Int>?
  /// The authority: of an absolute target, else the Host field's value.
  package internal(set) var host: Range<Int> = 0..<0
  /// 1 for HTTP/1.1, 0 for HTTP/1.0.
  package internal(set) var minorVersion: UInt8 = 1
  package internal(set) var framing = Framing.none
  /// Whether the client wants the connection to stay open.
  package internal(set) var keepsAlive = true
  /// Whether the client waits for 100 (Continue) before it sends the body.
  package internal(set) var expectsContinue = false
  /// Whether the client offers to change protocols.
  package internal(set) var offersUpgrade = false

  package init() {}
}
