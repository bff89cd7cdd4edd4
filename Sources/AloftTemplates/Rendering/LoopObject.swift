/// What a loop knows of itself: the variable `loop`.
final class LoopObject: TemplateObject {
  private var elements: Elements
  private let call: CapturedFunction?
  private let depth: Int
  private let undefinedKind: Undefined.Kind
  @exclusivity(unchecked) var index = 0
  private var lastSeen: TemplateData = .missing

  init(_ elements: Elements, call: CapturedFunction?, depth: Int, _ undefinedKind: Undefined.Kind) {
    self.elements = elements
    self.undefinedKind = undefinedKind
    self.call = call
    self.depth = depth
    super.init(holdsOthers: true)
  }

  override func takeHeld() -> [TemplateData] {
    defer {
      elements = Elements([])
      lastSeen = .missing
    }
    return elements.held + [lastSeen]
  }

  deinit {
    // A list takes itself apart.
    guard elements.areFixed else { return }
    var held = takeHeld()
    Teardown.dismantle(&held)
  }

  override var typeName: String { "LoopContext" }
  override func text() -> String { "<LoopContext \(index + 1)/\(elements.count)>" }
  override var count: Int? { elements.count }
  override var memberNames: [String] { Self.names + ["cycle", "changed"] }

  private static let names = [
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem",
  ]

  // Its members lie at the same places in every loop.
  override var layout: Int { 1 }
  override func fieldIndex(_ name: String) -> Int? { Self.names.firstIndex(of: name) }

  override func field(at place: Int) -> TemplateData {
    switch place {
    case 0: return .int(index + 1)
    case 1: return .int(index)
    case 2: return .int(elements.count - index)
    case 3: return .int(elements.count - index - 1)
    case 4: return .bool(index == 0)
    case 5: return .bool(index >= elements.count - 1)
    case 6: return .int(elements.count)
    case 7: return .int(depth)
    case 8: return .int(depth - 1)
    case 9: return elements.element(at: index - 1) ?? nothing("there is no previous item")
    default: return elements.element(at: index + 1) ?? nothing("there is no next item")
    }
  }

  private func nothing(_ hint: String) -> TemplateData {
    .undefined(Undefined(undefinedKind, name: "loop", hint: hint))
  }

  override func member(_ name: String, _ machine: inout Machine) throws -> TemplateData? {
    if let place = fieldIndex(name) { return field(at: place) }
    switch name {
    case "cycle":
      return .object(
        FunctionObject("cycle", of: self) { [unowned self] arguments, _ in
          guard !arguments.positional.isEmpty else { throw RenderFailure(.type, "no items for cycling given") }
          return arguments.positional[index % arguments.positional.count]
        })
    case "changed":
      return .object(
        FunctionObject("changed", of: self) { [unowned self] arguments, machine in
          let value = TemplateData.tuple(arguments.positional)
          defer { lastSeen = value }
          return .bool(!(try machine.isEqual(lastSeen, to: value)))
        })
    default: return nil
    }
  }

  override var isCallable: Bool { call != nil }
  override func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    guard let call else {
      throw RenderFailure(
        .type, "the loop does not call itself", fix: "write 'recursive' at the end of its {% for %}")
    }
    let values = try arguments.bound(to: ["iterable"], required: 1, "loop")
    return try machine.run(call, values[0], depth: depth + 1)
  }
}

/// What a loop that calls itself begins with.
final class LoopStart: TemplateObject {
  private(set) var elements: TemplateData
  let call: CapturedFunction
  let depth: Int

  init(_ elements: TemplateData, call: CapturedFunction, depth: Int) {
    self.elements = elements
    self.call = call
    self.depth = depth
    super.init(holdsOthers: true)
  }

  override func takeHeld() -> [TemplateData] {
    defer { elements = .missing }
    return [elements]
  }

  deinit {
    var held = takeHeld()
    Teardown.dismantle(&held)
  }
}
