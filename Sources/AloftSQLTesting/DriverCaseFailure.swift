public import AloftCore

/// What a driver did not do.
public struct DriverCaseFailure: Error, CustomStringConvertible {
  /// The name of the case.
  public let caseName: String
  /// What should have been.
  public let expectation: String
  /// What was instead.
  public let seen: String
  /// Where the case expects it; `nil` for the case as a whole.
  public let place: SourcePlace?

  /// Case, place, expectation, and what was seen.
  public var description: String {
    let place = place.map { " (\($0))" } ?? ""
    return "\(caseName)\(place)\n    expected: \(expectation)\n    seen: \(seen)"
  }
}
