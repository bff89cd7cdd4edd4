/// What stands before a request's body, and how long that body is.
// Unchecked, as the accesses are: the parser writes it before anybody else sees it, and after its last owner has gone.
package final class RequestHead: @unchecked Sendable {
  /// How the end of the body is found (RFC 9112, section 6.3).
  package enum Framing: Sendable, Hashable {
    case none
    case length(Int)
    case chunked
  }

  /// The request line and the header fields as received.
  @exclusivity(unchecked) package internal(set) var section = FieldSection()
  @exclusivity(unchecked) package internal(set) var method = Method.get
  /// The whole target, its path and its query within the section's bytes; a path that was left out is empty.
  @exclusivity(unchecked) package internal(set) var target: Range<Int> = 0..<0
  @exclusivity(unchecked) package internal(set) var path: Range<Int> = 0..<0
  @exclusivity(unchecked) package internal(set) var query: Range<Int>?
  /// The authority: of an absolute target, else the Host field's value.
  @exclusivity(unchecked) package internal(set) var host: Range<Int> = 0..<0
  /// 1 for HTTP/1.1, 0 for HTTP/1.0.
  @exclusivity(unchecked) package internal(set) var minorVersion: UInt8 = 1
  @exclusivity(unchecked) package internal(set) var framing = Framing.none
  /// Whether the client wants the connection to stay open.
  @exclusivity(unchecked) package internal(set) var keepsAlive = true
  /// Whether the client waits for 100 (Continue) before it sends the body.
  @exclusivity(unchecked) package internal(set) var expectsContinue = false
  /// Whether the client offers to change protocols.
  @exclusivity(unchecked) package internal(set) var offersUpgrade = false

  // Functions of this module: it alone reads the fields without a check.

  /// Whether a body follows.
  package var announcesBody: Bool { framing != .none }
  /// Whether the client offers to change protocols, with no body in the way.
  package var offersFreeUpgrade: Bool { offersUpgrade && framing == .none }

  init() {}

  /// A head of its own with the same content.
  func copy() -> RequestHead {
    let copy = RequestHead()
    copy.section = section
    copy.method = method
    copy.target = target
    copy.path = path
    copy.query = query
    copy.host = host
    copy.minorVersion = minorVersion
    copy.framing = framing
    copy.keepsAlive = keepsAlive
    copy.expectsContinue = expectsContinue
    copy.offersUpgrade = offersUpgrade
    return copy
  }

  /// Forgets everything but the memory that a head of usual size needs.
  func reset() {
    section.reset()
    method = .get
    target = 0..<0
    path = 0..<0
    query = nil
    host = 0..<0
    minorVersion = 1
    framing = .none
    keepsAlive = true
    expectsContinue = false
    offersUpgrade = false
  }
}
