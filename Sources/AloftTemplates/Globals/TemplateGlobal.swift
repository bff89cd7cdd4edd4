/// What templates of an environment find under a name without being given it.
struct TemplateGlobal: Sendable {
  private enum Kind: Sendable {
    case value(any Encodable & Sendable)
    case function(@Sendable (Arguments, inout Machine) throws -> TemplateData)
  }

  private let kind: Kind

  static func value(_ value: any Encodable & Sendable) -> TemplateGlobal { TemplateGlobal(kind: .value(value)) }
  static func function(_ body: @escaping @Sendable (Arguments, inout Machine) throws -> TemplateData) -> TemplateGlobal
  {
    TemplateGlobal(kind: .function(body))
  }

  func data() -> TemplateData {
    switch kind {
    case .value(let value): TemplateData(encoding: value)
    case .function(let body): .object(FunctionObject("global", body))
    }
  }
}
