/// Values that an application holds for its handlers, each found by its type.
struct ApplicationValues: Sendable {
  private var values: [ObjectIdentifier: any Sendable] = [:]

  /// The value of a type.
  subscript<Value: Sendable>(_ type: Value.Type) -> Value? {
    get { values[ObjectIdentifier(type)] as? Value }
    set { values[ObjectIdentifier(type)] = newValue }
  }

  /// Takes over the values of another one.
  mutating func merge(_ other: ApplicationValues) { values.merge(other.values) { $1 } }
}
