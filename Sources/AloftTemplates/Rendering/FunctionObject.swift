/// A function that templates can call.
final class FunctionObject: TemplateObject {
  private let name: String
  /// What the function belongs to, which its body does not hold by itself.
  private var owner: TemplateObject?
  private let body: (Arguments, inout Machine) throws -> TemplateData

  init(
    _ name: String, of owner: TemplateObject? = nil,
    _ body: @escaping (Arguments, inout Machine) throws -> TemplateData
  ) {
    self.name = name
    self.owner = owner
    self.body = body
    super.init(holdsOthers: owner?.holdsOthers ?? false)
  }

  override var typeName: String { "function" }
  override func text() -> String { "<function \(name)>" }
  override var isCallable: Bool { true }
  override func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    try body(arguments, &machine)
  }

  override func takeHeld() -> [TemplateData] {
    defer { owner = nil }
    return owner.map { [.object($0)] } ?? []
  }

  deinit {
    guard holdsOthers else { return }
    var held = takeHeld()
    Teardown.dismantle(&held)
  }
}
