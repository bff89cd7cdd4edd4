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

  /// Whether they are held here, and by no list.
  var areFixed: Bool { if case .fixed = source { true } else { false } }

  /// What holds the elements, or these.
  var held: [TemplateData] {
    switch source {
    case .list(let list): [.list(list)]
    case .fixed(let elements): elements
    case .range: []
    }
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
