extension Machine {
  /// What values are ordered by: texts without regard to case unless asked for.
  private mutating func keys(
    _ elements: [TemplateData], _ paths: [Path], ignoresCase: Bool, standard: TemplateData = .missing
  ) throws -> [[TemplateData]] {
    var keys: [[TemplateData]] = []
    for element in elements {
      var key: [TemplateData] = []
      for path in paths { key.append(Self.folded(try follow(path, from: element, standard: standard), ignoresCase)) }
      keys.append(key)
    }
    return keys
  }

  private mutating func keys(
    _ elements: [TemplateData], by path: Path, ignoresCase: Bool, standard: TemplateData = .missing
  ) throws -> [TemplateData] {
    try keys(elements, [path], ignoresCase: ignoresCase, standard: standard).map { $0[0] }
  }

  private static func folded(_ value: TemplateData, _ ignoresCase: Bool) -> TemplateData {
    guard ignoresCase, let text = value.string else { return value }
    return .text(TemplateText.lowercased(text))
  }

  /// The order of values; equal ones stay in theirs, also backwards.
  mutating func order(_ keys: [TemplateData], isReversed: Bool) throws -> [Int] {
    try comparing { budget in
      try keys.indices.sorted { a, b in
        let (one, two) = isReversed ? (b, a) : (a, b)
        if try keys[one].isLess(than: keys[two], &budget) { return true }
        if try keys[two].isLess(than: keys[one], &budget) { return false }
        return a < b
      }
    }
  }

  mutating func sorted(_ values: [TemplateData]) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    let ignoresCase = !(try values[2].isTrue)
    var paths = [try Path(values[3])]
    if let text = values[3].string, text.utf8.contains(UInt8(ascii: ",")) {
      paths = try TemplateText.split(text, by: ",").map { try Path(.text($0)) }
    }
    let keys = try keys(elements, paths, ignoresCase: ignoresCase).map { TemplateData.list($0) }
    return .list(try order(keys, isReversed: try values[1].isTrue).map { elements[$0] })
  }

  mutating func sortedEntries(_ values: [TemplateData]) throws -> TemplateData {
    let by = try textArgument(values[2], standard: "key", "by")
    guard by == "key" || by == "value" else {
      throw RenderFailure(.assertion, "You can only sort by either \"key\" or \"value\"")
    }
    let entries: [(key: TemplateData, value: TemplateData)]
    switch values[0] {
    case .dictionary(let dictionary): entries = dictionary.entries
    case .undefined(let undefined): throw undefined.failure
    default: throw RenderFailure(.type, "'\(values[0].typeName)' object has no attribute 'items'")
    }
    let ignoresCase = !(try values[1].isTrue)
    try charge(steps: entries.count)
    let keys = entries.map { Self.folded(by == "key" ? $0.key : $0.value, ignoresCase) }
    let order = try order(keys, isReversed: try values[3].isTrue)
    return .list(order.map { .tuple([entries[$0].key, entries[$0].value]) })
  }

  mutating func extreme(_ values: [TemplateData], wantsLargest: Bool) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    guard var best = elements.first else { return undefined("", hint: "No aggregated item, sequence was empty.") }
    let keys = try keys(elements, by: try Path(values[2]), ignoresCase: !(try values[1].isTrue))
    var bestKey = keys[0]
    for (element, key) in zip(elements, keys).dropFirst() {
      if try wantsLargest ? isLess(bestKey, than: key) : isLess(key, than: bestKey) {
        best = element
        bestKey = key
      }
    }
    return best
  }

  mutating func grouped(_ values: [TemplateData]) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    let ignoresCase = !(try values[3].isTrue)
    let originals = try keys(elements, by: try Path(values[1]), ignoresCase: false, standard: values[2])
    let keys = originals.map { Self.folded($0, ignoresCase) }
    var groups: [(key: TemplateData, shown: TemplateData, elements: [TemplateData])] = []
    for index in try order(keys, isReversed: false) {
      if let last = groups.last, try isEqual(last.key, to: keys[index]) {
        groups[groups.count - 1].elements.append(elements[index])
      } else {
        groups.append((keys[index], originals[index], [elements[index]]))
      }
    }
    return .list(groups.map { .tuple(ListData([$0.shown, .list($0.elements)], names: ["grouper", "list"])) })
  }

  mutating func uniques(_ values: [TemplateData]) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    let keys = try keys(elements, by: try Path(values[2]), ignoresCase: !(try values[1].isTrue))
    var seen: Set<DataKey> = []
    var kept: [TemplateData] = []
    for (element, key) in zip(elements, keys) {
      try charge(reading: key)
      if seen.insert(try DataKey.of(key)).inserted { kept.append(element) }
    }
    return .object(IteratorObject(kept))
  }

  mutating func sum(_ values: [TemplateData]) throws -> TemplateData {
    let path = try Path(values[1])
    var total = values[2].isMissing ? TemplateData.int(0) : values[2]
    if total.string != nil { throw RenderFailure(.type, "sum() can't sum strings [use ''.join(seq) instead]") }
    for element in try elements(of: values[0]).all() {
      let value = try follow(path, from: element)
      total = try combine(.add, total, value)
    }
    return total
  }
}
