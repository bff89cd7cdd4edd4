/// The values that a template sees, by name and in order.
public struct TemplateContext: Sendable, ExpressibleByDictionaryLiteral {
  private var values: [(name: String, value: any Encodable & Sendable)]

  /// Creates a context without values.
  public init() { values = [] }

  /// Creates a context from a literal, `["title": "News", "articles": articles]`.
  public init(dictionaryLiteral elements: (String, any Encodable & Sendable)...) {
    values = []
    for (name, value) in elements { self[name] = value }
  }

  /// The value of a name; setting `nil` takes it out.
  public subscript(name: String) -> (any Encodable & Sendable)? {
    get { values.last { $0.name == name }?.value }
    set {
      let place = values.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): values[place].value = value
      case (let place?, nil): values.remove(at: place)
      case (nil, let value?): values.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// The names, in order.
  public var names: [String] { values.map(\.name) }

  func data(_ name: String) -> TemplateData? {
    for entry in values where entry.name == name { return TemplateData(encoding: entry.value) }
    return nil
  }
}
