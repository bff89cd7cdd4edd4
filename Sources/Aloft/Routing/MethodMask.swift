import AloftHTTP

/// The methods that a route answers, a bit each, so that most requests are told apart by one comparison.
struct MethodMask: OptionSet, Sendable {
  let rawValue: UInt16

  /// Methods that have no bit; their names stand elsewhere.
  static let others = MethodMask(rawValue: 1 << 15)
  static let all = MethodMask(rawValue: .max)

  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(_ method: Method) {
    self = method.registered.map { MethodMask(rawValue: 1 << UInt16($0.rawValue)) } ?? .others
  }

  /// - Parameter methods: `nil` for all methods.
  init(_ methods: [Method]?) {
    self = methods.map { $0.reduce(MethodMask(rawValue: 0)) { $0.union(MethodMask($1)) } } ?? .all
  }
}
