/// Values that an application holds for its handlers, each found by its type.
struct ApplicationValues: Sendable {
  private var values: [ObjectIdentifier: any Sendable] = [:]

  /// The value of a type.
  subscript<Value: Sendable>(_ type: Value.Type) -> Value? {
    get { values[ObjectIdentifier(type)] as? Value }
    set { values[ObjectIdentifier(type)] = newValue }
  }

  /// Whether there is a value of a type.
  func contains(_ type: ObjectIdentifier) -> Bool { values[type] != nil }

  /// Takes over the values of another one, those of types that it has as well.
  mutating func replace(with other: ApplicationValues) { values.merge(other.values) { $1 } }

  /// Takes over the values of another one that are of other types.
  mutating func add(_ other: ApplicationValues) { values.merge(other.values) { own, _ in own } }
}
