/// What stands before a request's body, and how long that body is.
package final class RequestHead: Sendable {
  /// How the end of the body is found (RFC 9112, section 6.3).
  package enum Framing: Sendable, Hashable {
    case none
    case length(Int)
    case chunked
  }

  /// The request line and the header fields as received.
  package let section: FieldSection
  package let method: Method
  /// The whole target, its path and its query within the section's bytes; a path that was left out is empty.
  package let target: Range<Int>
  package let path: Range<Int>
  package let query: Range<Int>?
  /// The authority: of an absolute target, else the Host field's value.
  package let host: Range<Int>
  /// 1 for HTTP/1.1, 0 for HTTP/1.0.
  package let minorVersion: UInt8
  package let framing: Framing
  /// Whether the client wants the connection to stay open.
  package let keepsAlive: Bool
  /// Whether the client waits for 100 (Continue) before it sends the body.
  package let expectsContinue: Bool
  /// Whether the client offers to change protocols.
  package let offersUpgrade: Bool

  init(_ draft: consuming RequestHeadDraft) {
    section = draft.section
    method = draft.method
    target = draft.target
    path = draft.path
    query = draft.query
    host = draft.host
    minorVersion = draft.minorVersion
    framing = draft.framing
    keepsAlive = draft.keepsAlive
    expectsContinue = draft.expectsContinue
    offersUpgrade = draft.offersUpgrade
  }
}

/// A head that is being read.
struct RequestHeadDraft: Sendable {
  var section = FieldSection()
  var method = Method.get
  var target: Range<Int> = 0..<0
  var path: Range<Int> = 0..<0
  var query: Range<Int>?
  var host: Range<Int> = 0..<0
  var minorVersion: UInt8 = 1
  var framing = RequestHead.Framing.none
  var keepsAlive = true
  var expectsContinue = false
  var offersUpgrade = false
}
