/// Why a server could not start.
public struct ServerError: Error, CustomStringConvertible {
  /// What happened and what to do about it.
  public let description: String
}
