/// Elements that can be read once, as filters hand them on.
package final class IteratorObject: TemplateObject {
  private let kind: String
  @exclusivity(unchecked) private var rest: ArraySlice<TemplateData>

  package init(_ elements: [TemplateData], kind: String = "generator") {
    self.kind = kind
    rest = elements[...]
    super.init(holdsOthers: true)
  }

  override var typeName: String { kind }

  override func elements() -> Elements? {
    defer { rest = [] }
    return Elements(Array(rest))
  }

  func next() -> TemplateData? { rest.popFirst() }

  override func takeHeld() -> [TemplateData] {
    defer { rest = [] }
    return Array(rest)
  }

  deinit {
    var held = takeHeld()
    Teardown.dismantle(&held)
  }
}
