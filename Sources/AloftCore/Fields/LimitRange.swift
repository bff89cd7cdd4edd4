/// A range that limits something: `1...80`, `18...` or `...100`.
public protocol LimitRange<Bound> {
  /// What is limited.
  associatedtype Bound: Comparable
  /// The least that is allowed; `nil` for no such limit.
  var minimum: Bound? { get }
  /// The most that is allowed; `nil` for no such limit.
  var maximum: Bound? { get }
}

extension ClosedRange: LimitRange {
  /// The lower bound.
  public var minimum: Bound? { lowerBound }
  /// The upper bound.
  public var maximum: Bound? { upperBound }
}

extension PartialRangeFrom: LimitRange {
  /// The lower bound.
  public var minimum: Bound? { lowerBound }
  /// None.
  public var maximum: Bound? { nil }
}

extension PartialRangeThrough: LimitRange {
  /// None.
  public var minimum: Bound? { nil }
  /// The upper bound.
  public var maximum: Bound? { upperBound }
}

/// The bounds of a range, whatever its type.
struct Bounds<Bound: Comparable & Sendable>: Sendable {
  let minimum: Bound?
  let maximum: Bound?

  init(_ range: some LimitRange<Bound>) {
    minimum = range.minimum
    maximum = range.maximum
  }

  /// On which side of the range a value lies; `nil` within it.
  func side(of value: Bound) -> Side? {
    // Written so that what compares with nothing, as NaN does, lies outside.
    if let minimum, !(minimum <= value) { return .below }
    if let maximum, !(value <= maximum) { return .above }
    return nil
  }

  enum Side {
    case below, above
  }

  /// The bounds as messages name them.
  var arguments: [String: String] {
    var arguments: [String: String] = [:]
    if let minimum { arguments["minimum"] = "\(minimum)" }
    if let maximum { arguments["maximum"] = "\(maximum)" }
    return arguments
  }
}
