/// A request method (RFC 9110, section 9), compared as it is spelled: methods are case-sensitive.
public struct Method: Hashable, Sendable, CustomStringConvertible {
  /// The method's name, `GET`.
  public let name: String

  /// Creates a method of any name, also one this package has no constant for.
  public init(_ name: String) { self.name = name }

  /// The name.
  public var description: String { name }

  public static let get = Method("GET")
  public static let head = Method("HEAD")
  public static let post = Method("POST")
  public static let put = Method("PUT")
  public static let patch = Method("PATCH")
  public static let delete = Method("DELETE")
  public static let options = Method("OPTIONS")
  public static let trace = Method("TRACE")
  public static let connect = Method("CONNECT")
}
