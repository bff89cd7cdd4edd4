/// A template that was imported: its macros and what it sets, under their names.
final class ModuleObject: TemplateObject {
  let name: String
  private let written: String
  private var members: [(name: String, value: TemplateData)]

  init(_ name: String, text: String, members: [(name: String, value: TemplateData)]) {
    self.name = name
    written = text
    self.members = members
    super.init(holdsOthers: true)
  }

  override func takeHeld() -> [TemplateData] {
    defer { members = [] }
    return members.map(\.value)
  }

  deinit {
    var held = takeHeld()
    Teardown.dismantle(&held)
  }

  subscript(name: String) -> TemplateData? { members.first { $0.name == name }?.value }

  override var typeName: String { "TemplateModule" }
  override func text() -> String { written }
  override var isSafe: Bool { true }
  override var memberNames: [String] { members.map(\.name) }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? { self[name] }
}
