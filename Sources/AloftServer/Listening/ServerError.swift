#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Why a server could not start.
public struct ServerError: Error, CustomStringConvertible {
  /// What happened and what to do about it.
  public let description: String

  /// An error with the system's words for an `errno`.
  static func system(_ number: Int32, _ text: String) -> ServerError {
    ServerError(description: "\(text): \(strerror(number).map { String(cString: $0) } ?? "error \(number)")")
  }
}
