/// A function of a value's type, with the value.
final class BoundMethod: TemplateObject {
  private var value: TemplateData
  private let name: String
  private let method: Filter

  init(_ value: TemplateData, _ name: String, _ method: Filter) {
    self.value = value
    self.name = name
    self.method = method
    super.init(holdsOthers: true)
  }

  override var typeName: String { "builtin_function_or_method" }
  override func text() -> String { "<built-in method \(name) of \(value.typeName) object>" }
  override var isCallable: Bool { true }
  override func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    var arguments = arguments
    arguments.positional.insert(value, at: 0)
    return try method.call(arguments, &machine)
  }

  override func takeHeld() -> [TemplateData] {
    defer { value = .none }
    return [value]
  }

  deinit {
    var held = takeHeld()
    Teardown.dismantle(&held)
  }
}
