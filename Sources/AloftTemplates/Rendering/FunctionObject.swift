/// A function that templates can call.
final class FunctionObject: TemplateObject {
  private let name: String
  private let body: (Arguments, inout Machine) throws -> TemplateData

  init(_ name: String, _ body: @escaping (Arguments, inout Machine) throws -> TemplateData) {
    self.name = name
    self.body = body
  }

  override var typeName: String { "function" }
  override func text() -> String { "<function \(name)>" }
  override var isCallable: Bool { true }
  override func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    try body(arguments, &machine)
  }
}

/// A function of a value's type, with the value.
final class BoundMethod: TemplateObject {
  private let value: TemplateData
  private let name: String
  private let method: Filter

  init(_ value: TemplateData, _ name: String, _ method: Filter) {
    self.value = value
    self.name = name
    self.method = method
  }

  override var typeName: String { "builtin_function_or_method" }
  override func text() -> String { "<built-in method \(name) of \(value.typeName) object>" }
  override var isCallable: Bool { true }
  override func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    var arguments = arguments
    arguments.positional.insert(value, at: 0)
    return try method.call(arguments, &machine)
  }
}
