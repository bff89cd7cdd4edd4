/// Something wrong in the description of an application: what, where, and how to mend it.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// A stable name of the kind of problem, such as `route.clash`, to search for and to silence.
  public let id: String
  /// What happened and what was expected, in one sentence.
  public let message: String
  /// Where the cause was written.
  public let place: SourcePlace
  /// What to do about it.
  public let fix: String

  /// Creates a diagnostic; see the properties for what each part says.
  public init(id: String, message: String, place: SourcePlace, fix: String) {
    self.id = id
    self.message = message
    self.place = place
    self.fix = fix
  }

  /// `App/Routes.swift:14: message [route.clash]` and the fix in a line below.
  public var description: String { "\(place): \(message) [\(id)]\n    fix: \(fix)" }
}
