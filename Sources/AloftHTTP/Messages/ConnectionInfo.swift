/// What is known of the connection that a request came over.
package final class ConnectionInfo: Sendable {
  package let scheme: String
  package let peer: String

  package init(scheme: String = "http", peer: String = "") {
    self.scheme = scheme
    self.peer = peer
  }
}
