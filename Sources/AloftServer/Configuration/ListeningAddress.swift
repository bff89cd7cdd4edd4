/// Where a server listens.
public enum ListeningAddress: Sendable, Hashable, CustomStringConvertible {
  /// A host name or address and a port; port 0 takes a free one.
  case tcp(host: String, port: Int)
  /// The path of a Unix domain socket, of at most 103 bytes (107 on Linux); a socket of that path that nobody listens
  /// on is replaced, and the file is removed when the server stops.
  case unix(path: String)
  /// A socket that already listens, TCP or Unix, opened by a supervisor or a service manager and inherited; the server
  /// closes it when it stops.
  case descriptor(Int32)

  /// `http://127.0.0.1:8080`, `unix:/run/app.sock` or `descriptor:3`
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    case .descriptor(let number): "descriptor:\(number)"
    }
  }
}
