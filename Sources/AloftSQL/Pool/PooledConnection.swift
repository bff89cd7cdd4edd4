/// A connection that a pool lends.
public protocol PooledConnection: AnyObject, Sendable {
  /// Whether it can be lent: whether it is not known to be broken.
  var isUsable: Bool { get }

  /// Asks the database whether the connection still works, after it was idle for long.
  func check() async -> Bool

  /// Closes it.
  func close()
}
