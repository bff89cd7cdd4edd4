/// Values by turns.
final class CyclerObject: TemplateObject {
  private var values: [TemplateData]
  private var place = 0

  init(_ values: [TemplateData]) {
    self.values = values
    super.init(holdsOthers: true)
  }

  override func takeHeld() -> [TemplateData] {
    defer { values = [] }
    return values
  }

  deinit { Teardown.dismantle(&values) }

  override var typeName: String { "Cycler" }
  override var memberNames: [String] { ["next", "reset", "current"] }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    switch name {
    case "current": return values[place]
    case "next":
      return .object(
        FunctionObject(name, of: self) { [unowned self] _, _ in
          defer { place = (place + 1) % values.count }
          return values[place]
        })
    case "reset":
      return .object(
        FunctionObject(name, of: self) { [unowned self] _, _ in
          place = 0
          return .none
        })
    default: return nil
    }
  }
}
