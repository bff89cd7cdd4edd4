/// What somebody told everyone who listens on a channel.
public struct Notification: Sendable, Hashable {
  /// The channel.
  public let channel: String
  /// The message; empty where there is none.
  public let payload: String
  /// The server's process that sent it; 0 for what the listener itself says.
  public let processID: Int
  /// Whether some may have been missed before this one, since the connection had to be made anew: look at the tables.
  public var mayHaveMissedSome = false
}
