/// What an application is run for.
public enum Mode: String, Sendable, CaseIterable {
  /// For its users: errors say nothing of the inside. It is the default.
  case production
  /// For those who write it: errors are explained, and only this machine can reach it unless told otherwise.
  case development
}
