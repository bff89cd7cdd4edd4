/// A function that templates call by name: as a filter, a test, a method of a type, or a global.
final class Filter: Sendable {
  typealias Body = @Sendable ([TemplateData], inout Machine) throws -> TemplateData

  /// Takes arguments as they come, with no names.
  typealias FreeBody = @Sendable (Arguments, inout Machine) throws -> TemplateData

  let name: String
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
    self.parameters = all.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
    required = all.prefix { !$0.hasSuffix("?") }.count
    self.body = body
    freeBody = nil
    unary = nil
  }

  /// A filter of a value alone.
  init(_ name: String, of unary: @escaping @Sendable (TemplateData, inout Machine) throws -> TemplateData) {
    self.name = name
    parameters = ["value"]
    required = 1
    body = { try unary($0[0], &$1) }
    freeBody = nil
    self.unary = unary
  }

  init(_ name: String, free body: @escaping FreeBody) {
    self.name = name
    parameters = []
    required = 0
    self.body = { _, _ in .none }
    freeBody = body
    unary = nil
  }

  func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    if let freeBody { return try freeBody(arguments, &machine) }
    return try body(try arguments.bound(to: parameters, required: required, name), &machine)
  }
}
