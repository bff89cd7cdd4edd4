/// How much of the way from a client to a handler a test goes.
public enum TestDepth: String, Sendable, CaseIterable {
  /// In the process: a request goes through middleware, router and handler as a value. The fastest, and the usual one.
  case handler
  /// In the process, but as bytes that the server's own parser reads in pieces, and its encoder writes.
  case bytes
  /// Over a socket, to a server that listens on a free port of this machine.
  case socket
}
