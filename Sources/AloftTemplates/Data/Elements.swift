/// The elements of something, one after the other.
struct Elements {
  private enum Source {
    /// Which may grow meanwhile.
    case list(ListData)
    case fixed([TemplateData])
    case range(RangeObject)
  }

  private let source: Source
  private(set) var index = 0

  init(_ list: ListData) { source = .list(list) }
  init(_ elements: [TemplateData]) { source = .fixed(elements) }
  init(_ range: RangeObject) { source = .range(range) }

  /// The number of all elements, with those that were read.
  var count: Int {
    switch source {
    case .list(let list): list.elements.count
    case .fixed(let elements): elements.count
    case .range(let range): range.length
    }
  }

  func element(at index: Int) -> TemplateData? {
    guard index >= 0, index < count else { return nil }
    return switch source {
    case .list(let list): list.elements[index]
    case .fixed(let elements): elements[index]
    case .range(let range): .int(range.element(index))
    }
  }

  mutating func next() -> TemplateData? {
    defer { index += 1 }
    switch source {
    case .list(let list): if index < list.elements.count { return list.elements[index] }
    case .fixed(let elements): if index < elements.count { return elements[index] }
    case .range(let range): if index < range.length { return .int(range.element(index)) }
    }
    index -= 1
    return nil
  }

  /// All elements that are left.
  consuming func all() -> [TemplateData] {
    switch source {
    case .list(let list) where index == 0: return list.elements
    case .fixed(let elements) where index == 0: return elements
    default:
      var all: [TemplateData] = []
      all.reserveCapacity(max(0, count - index))
      while let element = next() { all.append(element) }
      return all
    }
  }
}

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

/// Whole numbers at the same distance.
package final class RangeObject: TemplateObject {
  let start: Int
  let stop: Int
  let step: Int
  let length: Int

  init(_ start: Int, _ stop: Int, _ step: Int, length: Int) {
    self.start = start
    self.stop = stop
    self.step = step
    self.length = length
  }

  /// - Returns: `nil` for a range whose numbers can't all be written.
  package static func of(_ start: Int, _ stop: Int, _ step: Int) -> RangeObject? {
    guard step != 0, step != .min else { return nil }
    let (distance, overflow) =
      step > 0 ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    guard !overflow else { return nil }
    return RangeObject(start, stop, step, length: distance <= 0 ? 0 : (distance - 1) / abs(step) + 1)
  }

  override var typeName: String { "range" }
  override func text() -> String { step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))" }
  override var isTrue: Bool { length > 0 }
  override var count: Int? { length }
  override var isSequence: Bool { true }
  override func elements() -> Elements? { Elements(self) }
  override func item(_ key: TemplateData, _ machine: inout Machine) throws -> TemplateData? {
    guard let index = key.integer else { return nil }
    let place = index < 0 ? index + length : index
    return place >= 0 && place < length ? .int(element(place)) : nil
  }

  func element(_ index: Int) -> Int { start + index * step }
}
