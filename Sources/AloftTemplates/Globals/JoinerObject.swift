/// Nothing when it is called first, and a separator from then on.
final class JoinerObject: TemplateObject {
  private var separator: TemplateData
  private var isUsed = false

  init(_ separator: TemplateData) {
    self.separator = separator
    super.init(holdsOthers: true)
  }

  override func takeHeld() -> [TemplateData] {
    defer { separator = .none }
    return [separator]
  }

  deinit {
    var held = takeHeld()
    Teardown.dismantle(&held)
  }

  override var typeName: String { "Joiner" }
  override var isCallable: Bool { true }
  override func call(_ arguments: Arguments, _ machine: inout Machine) -> TemplateData {
    defer { isUsed = true }
    return isUsed ? separator : .text("")
  }
}
