/// What is known of the connection that a request came over.
package final class ConnectionInfo: Sendable {
  package let scheme: String
  package let peer: String
  /// What answers the connection's requests, as its server knows it.
  package let responder: (any AnyObject & Sendable)?

  package init(scheme: String = "http", peer: String = "", responder: (any AnyObject & Sendable)? = nil) {
    self.scheme = scheme
    self.peer = peer
    self.responder = responder
  }
}
