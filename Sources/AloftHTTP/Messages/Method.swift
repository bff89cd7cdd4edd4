/// A request method (RFC 9110, section 9), compared as it is spelled: methods are case-sensitive.
public struct Method: Hashable, Sendable, CustomStringConvertible {
  /// The methods that nearly all requests have, which are told apart without looking at text.
  @usableFromInline package enum Registered: UInt8, CaseIterable, Sendable {
    case get, head, post, put, patch, delete, options, trace, connect

    package var name: String {
      switch self {
      case .get: "GET"
      case .head: "HEAD"
      case .post: "POST"
      case .put: "PUT"
      case .patch: "PATCH"
      case .delete: "DELETE"
      case .options: "OPTIONS"
      case .trace: "TRACE"
      case .connect: "CONNECT"
      }
    }
  }

  private enum Spelling: Hashable, Sendable {
    case registered(Registered)
    case other(String)
  }

  private let spelling: Spelling

  /// Creates a method of any name, also one this package has no constant for.
  public init(_ name: String) {
    spelling = Registered.allCases.first { $0.name == name }.map { .registered($0) } ?? .other(name)
  }

  @usableFromInline init(_ registered: Registered) { spelling = .registered(registered) }

  /// Which of the registered ones it is, if any.
  package var registered: Registered? { if case .registered(let registered) = spelling { registered } else { nil } }

  /// The method's name, `GET`.
  public var name: String {
    switch spelling {
    case .registered(let registered): registered.name
    case .other(let name): name
    }
  }

  /// The name.
  public var description: String { name }

  @inlinable public static var get: Method { Method(.get) }
  @inlinable public static var head: Method { Method(.head) }
  @inlinable public static var post: Method { Method(.post) }
  @inlinable public static var put: Method { Method(.put) }
  @inlinable public static var patch: Method { Method(.patch) }
  @inlinable public static var delete: Method { Method(.delete) }
  @inlinable public static var options: Method { Method(.options) }
  @inlinable public static var trace: Method { Method(.trace) }
  @inlinable public static var connect: Method { Method(.connect) }
}
