/// A function that templates call by name: as a filter, a test, a method of a type, or a global.
final class Filter: Sendable {
  typealias Body = @Sendable ([TemplateData], inout Machine) throws -> TemplateData

  /// Takes arguments as they come, with no names.
  typealias FreeBody = @Sendable (Arguments, inout Machine) throws -> TemplateData

  let name: String
  private let makesValues: Bool
  let parameters: [String]
  let required: Int
  let body: Body
  let freeBody: FreeBody?
  /// The same for filters of a value alone, without a list of arguments.
  let unary: (@Sendable (TemplateData, inout Machine) throws -> TemplateData)?

  /// - Parameters:
  ///   - parameters: The names of the parameters, the value that is filtered first; `?` behind those with a default.
  init(_ name: String, _ parameters: String, _ body: @escaping Body) {
    let all = parameters.split(separator: " ").map(String.init)
    self.name = name
    makesValues = !Self.handsOn.contains(name)
    self.parameters = all.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
    required = all.prefix { !$0.hasSuffix("?") }.count
    self.body = body
    freeBody = nil
    unary = nil
  }

  /// A filter of a value alone.
  init(_ name: String, of unary: @escaping @Sendable (TemplateData, inout Machine) throws -> TemplateData) {
    self.name = name
    makesValues = !Self.handsOn.contains(name)
    parameters = ["value"]
    required = 1
    body = { try unary($0[0], &$1) }
    freeBody = nil
    self.unary = unary
  }

  init(_ name: String, free body: @escaping FreeBody) {
    self.name = name
    makesValues = !Self.handsOn.contains(name)
    parameters = []
    required = 0
    self.body = { _, _ in .none }
    freeBody = body
    unary = nil
  }

  func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    for value in arguments.positional { try machine.charge(reading: value) }
    for (_, value) in arguments.named { try machine.charge(reading: value) }
    let result =
      try freeBody?(arguments, &machine)
      ?? body(try arguments.bound(to: parameters, required: required, name), &machine)
    try count(result, &machine)
    return result
  }

  /// What the function of a value alone makes of one.
  func counted(
    _ value: TemplateData, _ machine: inout Machine,
    _ unary: @Sendable (TemplateData, inout Machine) throws -> TemplateData
  ) throws -> TemplateData {
    try machine.charge(reading: value)
    let result = try unary(value, &machine)
    try count(result, &machine)
    return result
  }

  /// The filters and methods whose results were there before, so that they take no further memory.
  private static let handsOn: Set<String> = [
    "attr", "d", "default", "first", "get", "last", "max", "min", "pop", "random", "safe", "setdefault", "string",
    "sum",
  ]

  @inline(__always)
  private func count(_ result: TemplateData, _ machine: inout Machine) throws {
    switch result {
    case .text(let text), .markup(let text): if makesValues { try machine.charge(making: text) }
    default: break
    }
  }
}
