internal import AloftSQL

/// What ends a statement before its own end.
struct RunLimits {
  /// How long it may keep the thread before it is abandoned, to be run again elsewhere; `nil` on a thread that may wait.
  var budget: UInt64?
  /// When it is ended, by ``SystemTime``.
  var deadline: UInt64 = .max
  /// Whether its task still wants it.
  var cancellation: Cancellation?

  /// On a thread that may wait, for as long as it takes.
  static let none = RunLimits()
}

/// A statement took longer than the calling thread may be kept, or would have had to wait for a lock.
struct Abandoned: Error {}
