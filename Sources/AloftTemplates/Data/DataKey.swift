/// A value as the key of a dictionary: numbers that are equal are one key, whatever their types.
enum DataKey: Hashable {
  case none
  case int(Int)
  case double(Double)
  case text(String)
  case tuple([DataKey])
  case object(ObjectIdentifier)

  /// `nil` for what can be no key, as it may change.
  init?(_ data: TemplateData) { self.init(data, depth: 0) }

  private init?(_ data: TemplateData, depth: Int) {
    guard depth < 20 else { return nil }
    switch data {
    case .none: self = .none
    case .bool(let value): self = .int(value ? 1 : 0)
    case .int(let number): self = .int(number)
    case .double(let number): self = Int(exactly: number).map(DataKey.int) ?? .double(number)
    case .text(let text), .markup(let text): self = .text(text)
    case .tuple(let tuple):
      var keys: [DataKey] = []
      for element in tuple.elements {
        guard let key = DataKey(element, depth: depth + 1) else { return nil }
        keys.append(key)
      }
      self = .tuple(keys)
    case .object(let object): self = object.key ?? .object(ObjectIdentifier(object))
    case .undefined, .missing: self = .none
    case .list, .dictionary: return nil
    }
  }

  static func of(_ data: TemplateData) throws -> DataKey {
    if case .undefined(let undefined) = data, undefined.kind == .strict { throw undefined.failure }
    guard let key = DataKey(data) else { throw RenderFailure(.type, "unhashable type: '\(data.typeName)'") }
    return key
  }
}
