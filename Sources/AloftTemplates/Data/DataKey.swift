/// A value as the key of a dictionary: numbers that are equal are one key, whatever their types.
enum DataKey: Hashable {
  case none
  case undefined
  case int(Int)
  case double(Double)
  case text(String)
  case tuple([DataKey])
  case range(start: Int, length: Int, step: Int)
  case object(ObjectIdentifier)

  /// The most elements that a tuple has as a key, those of tuples in it included: tuples may hold others over and over.
  private static let mostElements = 1000

  /// `nil` for what can be no key, as it may change or is too large.
  init?(_ data: TemplateData) {
    var left = Self.mostElements
    self.init(data, depth: 0, &left)
  }

  private init?(_ data: TemplateData, depth: Int, _ left: inout Int) {
    guard depth < 20 else { return nil }
    switch data {
    case .none: self = .none
    case .bool(let value): self = .int(value ? 1 : 0)
    case .int(let number): self = .int(number)
    case .double(let number): self = Int(exactly: number).map(DataKey.int) ?? .double(number)
    case .text(let text), .markup(let text): self = .text(text)
    case .tuple(let tuple):
      left -= tuple.elements.count
      guard left >= 0 else { return nil }
      var keys: [DataKey] = []
      for element in tuple.elements {
        guard let key = DataKey(element, depth: depth + 1, &left) else { return nil }
        keys.append(key)
      }
      self = .tuple(keys)
    case .object(let object): self = object.key ?? .object(ObjectIdentifier(object))
    case .undefined, .missing: self = .undefined
    case .list, .dictionary: return nil
    }
  }

  static func of(_ data: TemplateData) throws -> DataKey {
    if case .undefined(let undefined) = data, undefined.kind == .strict { throw undefined.failure }
    var left = mostElements
    if let key = DataKey(data, depth: 0, &left) { return key }
    if left < 0 { throw RenderFailure(.limit, "the tuple is too large to be a key") }
    throw RenderFailure(.type, "unhashable type: '\(data.typeName)'")
  }
}
