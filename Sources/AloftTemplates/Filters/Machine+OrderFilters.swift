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

  private static func folded(_ value: TemplateData, _ ignoresCase: Bool) -> TemplateData {
    guard ignoresCase, let text = value.string else { return value }
    return .text(TemplateText.lowercased(text))
  }

  private static func isLess(_ a: [TemplateData], _ b: [TemplateData]) throws -> Bool {
    // One key is compared as it is, several as a list is: those that are equal have no say.
    if a.count == 1 { return try a[0].isLess(than: b[0]) }
    for (one, two) in zip(a, b) where !one.isEqual(to: two) { return try one.isLess(than: two) }
    return false
  }

  private static func sortedIndexes(_ keys: [[TemplateData]], isReversed: Bool) throws -> [Int] {
    // Equal ones stay in their order, also backwards.
    let order = try keys.indices.sorted { a, b in
      if try isReversed ? isLess(keys[b], keys[a]) : isLess(keys[a], keys[b]) { return true }
      if try isReversed ? isLess(keys[a], keys[b]) : isLess(keys[b], keys[a]) { return false }
      return a < b
    }
    return order
  }

  mutating func sorted(_ values: [TemplateData]) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    let ignoresCase = !(try values[2].isTrue)
    var paths = [try Path(values[3])]
    if let text = values[3].string, text.utf8.contains(UInt8(ascii: ",")) {
      paths = try TemplateText.split(text, by: ",").map { try Path(.text($0)) }
    }
    let keys = try keys(elements, paths, ignoresCase: ignoresCase).map { [TemplateData.list($0)] }
    return .list(try Self.sortedIndexes(keys, isReversed: try values[1].isTrue).map { elements[$0] })
  }

  mutating func sortedEntries(_ values: [TemplateData]) throws -> TemplateData {
    let by = try textArgument(values[2], standard: "key", "by")
    guard by == "key" || by == "value" else {
      throw RenderFailure(.assertion, "You can only sort by either \"key\" or \"value\"")
    }
    let entries: [(key: TemplateData, value: TemplateData)]
    switch values[0] {
    case .dictionary(let dictionary): entries = dictionary.entries
    case .object(let object) where object.isMapping: entries = object.entries() ?? []
    case .undefined(let undefined): throw undefined.failure
    default: throw RenderFailure(.type, "'\(values[0].typeName)' object has no attribute 'items'")
    }
    let ignoresCase = !(try values[1].isTrue)
    let keys = entries.map { [Self.folded(by == "key" ? $0.key : $0.value, ignoresCase)] }
    let order = try Self.sortedIndexes(keys, isReversed: try values[3].isTrue)
    return .list(order.map { .tuple([entries[$0].key, entries[$0].value]) })
  }

  mutating func extreme(_ values: [TemplateData], wantsLargest: Bool) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    guard var best = elements.first else { return undefined("", hint: "No aggregated item, sequence was empty.") }
    let keys = try keys(elements, [try Path(values[2])], ignoresCase: !(try values[1].isTrue))
    var bestKey = keys[0]
    for (element, key) in zip(elements, keys).dropFirst() {
      if try wantsLargest ? bestKey[0].isLess(than: key[0]) : key[0].isLess(than: bestKey[0]) {
        best = element
        bestKey = key
      }
    }
    return best
  }

  mutating func grouped(_ values: [TemplateData]) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    let ignoresCase = !(try values[3].isTrue)
    let path = [try Path(values[1])]
    let keys = try keys(elements, path, ignoresCase: ignoresCase, standard: values[2])
    let originals = try self.keys(elements, path, ignoresCase: false, standard: values[2])
    var groups: [(key: [TemplateData], shown: TemplateData, elements: [TemplateData])] = []
    for index in try Self.sortedIndexes(keys, isReversed: false) {
      if let last = groups.last, last.key[0].isEqual(to: keys[index][0]) {
        groups[groups.count - 1].elements.append(elements[index])
      } else {
        groups.append((keys[index], originals[index][0], [elements[index]]))
      }
    }
    return .list(groups.map { .tuple(ListData([$0.shown, .list($0.elements)], names: ["grouper", "list"])) })
  }

  mutating func uniques(_ values: [TemplateData]) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    let keys = try keys(elements, [try Path(values[2])], ignoresCase: !(try values[1].isTrue))
    var seen: Set<DataKey> = []
    var kept: [TemplateData] = []
    for (element, key) in zip(elements, keys) where seen.insert(try DataKey.of(key[0])).inserted {
      kept.append(element)
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
