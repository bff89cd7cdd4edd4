public import AloftCore

/// A value that a part of an application has contributed.
public struct Contribution<Value: Sendable>: Sendable {
  /// The value.
  public let value: Value
  /// The names of the blueprints that it comes from, `shop.admin`; `nil` for the application and plug-ins.
  public let blueprint: String?
  /// The path that its blueprint is mounted at; empty for the application and plug-ins.
  public let prefix: String
  /// Where it was contributed.
  public let place: SourcePlace
}

/// A contribution whose type is forgotten, while its blueprints are mounted.
struct MountedContribution: Sendable {
  let key: ObjectIdentifier
  let value: any Sendable
  let place: SourcePlace
  private(set) var scope: String?
  private(set) var prefixes: [String] = []

  init(key: ObjectIdentifier, value: any Sendable, place: SourcePlace) {
    self.key = key
    self.value = value
    self.place = place
  }

  mutating func mount(at prefix: String, name: String?) {
    prefixes.insert(prefix, at: 0)
    if let name { scope = scope.map { "\(name).\($0)" } ?? name }
  }

  /// The contribution if its value is of a type.
  func typed<Value: Sendable>(_ type: Value.Type) -> Contribution<Value>? {
    guard let value = value as? Value else { return nil }
    return Contribution(value: value, blueprint: scope, prefix: MountedRoute.joined(prefixes), place: place)
  }
}
