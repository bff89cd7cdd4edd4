extension BuiltInFilters {
  static let sequences: [Filter] = [
    Filter("attr", "obj name") { values, machine in
      guard let name = values[1].string else { return machine.undefined("", owner: values[0].typeName) }
      return try machine.typeAttribute(name, of: values[0])
    },
    Filter("batch", "value linecount fill_with?") { values, machine in try machine.batches(values) },
    Filter("count", of: { value, machine in .int(try machine.length(of: value)) }),
    Filter("length", of: { value, machine in .int(try machine.length(of: value)) }),
    Filter("d", "value default_value? boolean?") { values, machine in try machine.standard(values) },
    Filter("default", "value default_value? boolean?") { values, machine in try machine.standard(values) },
    Filter("dictsort", "value case_sensitive? by? reverse?") { values, machine in try machine.sortedEntries(values) },
    Filter("first", "seq") { values, machine in
      if case .object(let object) = values[0], let iterator = object as? IteratorObject {
        return iterator.next() ?? machine.undefined("", hint: "No first item, sequence was empty.")
      }
      return try machine.elements(of: values[0]).element(at: 0)
        ?? machine.undefined("", hint: "No first item, sequence was empty.")
    },
    Filter("groupby", "value attribute default? case_sensitive?") { values, machine in try machine.grouped(values) },
    Filter("items", "value") { values, machine in try machine.items(values[0]) },
    Filter("join", "value d? attribute?") { values, machine in try machine.joined(values) },
    Filter("last", "seq") { values, machine in
      let elements = try machine.reversible(values[0])
      return elements.element(at: elements.count - 1)
        ?? machine.undefined("", hint: "No last item, sequence was empty.")
    },
    Filter("list", of: { value, machine in .list(try machine.elements(of: value).all()) }),
    Filter("max", "value case_sensitive? attribute?") { values, machine in
      try machine.extreme(values, wantsLargest: true)
    },
    Filter("min", "value case_sensitive? attribute?") { values, machine in
      try machine.extreme(values, wantsLargest: false)
    },
    Filter("random", "seq") { values, machine in
      let elements = try machine.indexable(values[0])
      guard let element = machine.random(elements) else {
        return machine.undefined("", hint: "No random item, sequence was empty.")
      }
      return element
    },
    Filter("reverse", "value") { values, machine in
      if let text = values[0].string {
        return .text(String(String.UnicodeScalarView(text.unicodeScalars.reversed())), safe: values[0].isMarkup)
      }
      return .object(IteratorObject(try machine.reversible(values[0]).all().reversed(), kind: "list_reverseiterator"))
    },
    Filter("slice", "value slices fill_with?") { values, machine in try machine.slices(values) },
    Filter("sort", "value reverse? case_sensitive? attribute?") { values, machine in try machine.sorted(values) },
    Filter("sum", "iterable attribute? start?") { values, machine in try machine.sum(values) },
    Filter("unique", "value case_sensitive? attribute?") { values, machine in try machine.uniques(values) },
  ]

  static let selections: [Filter] = [
    Filter("map", free: { arguments, machine in try machine.mapped(arguments) }),
    Filter("select", free: { arguments, machine in try machine.selected(arguments, keeps: true, byAttribute: false) }),
    Filter("reject", free: { arguments, machine in try machine.selected(arguments, keeps: false, byAttribute: false) }),
    Filter(
      "selectattr", free: { arguments, machine in try machine.selected(arguments, keeps: true, byAttribute: true) }),
    Filter(
      "rejectattr", free: { arguments, machine in try machine.selected(arguments, keeps: false, byAttribute: true) }),
  ]
}

extension Machine {
  /// A way to a member of a member: names and indexes.
  struct Path {
    let steps: [TemplateData]

    init(_ value: TemplateData) throws {
      switch value {
      case .missing, .none: steps = []
      case .text(let text), .markup(let text):
        steps = TemplateText.split(text, by: ".").map { part in
          part.utf8.allSatisfy(\.isDigit) && !part.isEmpty ? Int(part).map { .int($0) } ?? .text(part) : .text(part)
        }
      default: steps = [value]
      }
    }
  }

  mutating func follow(_ path: Path, from value: TemplateData, standard: TemplateData = .missing) throws -> TemplateData
  {
    var value = value
    for step in path.steps {
      value = try item(step, of: value)
      if !standard.isMissing, value.isUndefined { value = standard }
    }
    return value
  }

  /// A member that the value's type has, never what is under a key.
  fileprivate mutating func typeAttribute(_ name: String, of value: TemplateData) throws -> TemplateData {
    if case .undefined(let undefined) = value {
      guard undefined.kind == .chainable else { throw undefined.failure }
      return value
    }
    if let method = library.method(name, of: value) { return .object(BoundMethod(value, name, method)) }
    if case .object(let object) = value, let member = try object.member(name, &self) { return member }
    if case .tuple(let tuple) = value, let index = tuple.names.firstIndex(of: name) { return tuple.elements[index] }
    return undefined(name, owner: value.typeName)
  }

  fileprivate mutating func length(of value: TemplateData) throws -> Int { try value.length() }

  /// Elements that can be read from behind.
  fileprivate mutating func reversible(_ value: TemplateData) throws -> Elements {
    switch value {
    case .object(let object) where object is IteratorObject: return Elements(try elements(of: value).all())
    case .bool, .int, .double, .none:
      throw RenderFailure(.type, "'\(value.typeName)' object is not reversible")
    default: return try elements(of: value)
    }
  }

  fileprivate mutating func indexable(_ value: TemplateData) throws -> [TemplateData] {
    switch value {
    case .dictionary, .bool, .int, .double, .none:
      throw RenderFailure(.type, "object of type '\(value.typeName)' has no len()")
    case .object(let object) where !object.isSequence:
      throw RenderFailure(.type, "object of type '\(value.typeName)' has no len()")
    default: return try elements(of: value).all()
    }
  }

  fileprivate func random(_ elements: [TemplateData]) -> TemplateData? { elements.randomElement() }

  fileprivate func standard(_ values: [TemplateData]) throws -> TemplateData {
    let standard = values[1].isMissing ? TemplateData.text("") : values[1]
    if values[0].isUndefined { return standard }
    if try values[2].isTrue, !(try values[0].isTrue) { return standard }
    return values[0]
  }

  // MARK: - Parts

  fileprivate mutating func batches(_ values: [TemplateData]) throws -> TemplateData {
    let size = try whole(values[1], standard: 1, "linecount")
    let all = try elements(of: values[0]).all()
    var batches: [TemplateData] = []
    var batch: [TemplateData] = []
    for element in all {
      if batch.count == size {
        batches.append(.list(batch))
        batch = []
      }
      batch.append(element)
    }
    if !batch.isEmpty {
      if !Self.isNone(values[2]), batch.count < size {
        guard size <= limits.rangeLength else { throw RenderFailure(.limit, "a batch of \(size) is too large") }
        batch += Array(repeating: values[2], count: size - batch.count)
      }
      batches.append(.list(batch))
    }
    return .object(IteratorObject(batches))
  }

  private static func isNone(_ value: TemplateData) -> Bool {
    switch value {
    case .missing, .none: true
    default: false
    }
  }

  fileprivate mutating func slices(_ values: [TemplateData]) throws -> TemplateData {
    let count = try whole(values[1], standard: 1, "slices")
    let all = try elements(of: values[0]).all()
    guard count != 0 else { throw RenderFailure(.value, "integer division or modulo by zero") }
    guard count <= limits.rangeLength else { throw RenderFailure(.limit, "\(count) slices are too many") }
    guard count > 0 else { return .object(IteratorObject([])) }
    let size = all.count / count
    let larger = all.count % count
    var slices: [TemplateData] = []
    var offset = 0
    for number in 0..<count {
      let start = offset + number * size
      if number < larger { offset += 1 }
      var slice = Array(all[start..<offset + (number + 1) * size])
      if !Self.isNone(values[2]), number >= larger { slice.append(values[2]) }
      slices.append(.list(slice))
    }
    return .object(IteratorObject(slices))
  }

  fileprivate mutating func items(_ value: TemplateData) throws -> TemplateData {
    let entries: [(key: TemplateData, value: TemplateData)]
    switch value {
    case .undefined: entries = []
    case .dictionary(let dictionary): entries = dictionary.entries
    case .object(let object) where object.isMapping: entries = object.entries() ?? []
    default: throw RenderFailure(.type, "Can only get item pairs from a mapping.")
    }
    return .object(IteratorObject(entries.map { .tuple([$0.key, $0.value]) }))
  }

  fileprivate mutating func joined(_ values: [TemplateData]) throws -> TemplateData {
    let separator = values[1].isMissing ? TemplateData.text("") : values[1]
    let path = try Path(values[2])
    var elements = try elements(of: values[0]).all()
    if !path.steps.isEmpty {
      for index in elements.indices { elements[index] = try follow(path, from: elements[index]) }
    }
    let separatorText = try text(of: separator)
    guard escapes else {
      var result = ""
      for (index, element) in elements.enumerated() {
        if index > 0 { result += separatorText }
        result += try text(of: element)
        try checkLength(result)
      }
      return .text(result)
    }
    // Where one part is safe, the others are escaped.
    let isSafe = separator.isMarkup || elements.contains(where: Self.isSafe)
    var result = ""
    for (index, element) in elements.enumerated() {
      if index > 0 { result += isSafe && !separator.isMarkup ? TemplateText.escaped(separatorText) : separatorText }
      let text = try text(of: element)
      result += isSafe && !Self.isSafe(element) ? TemplateText.escaped(text) : text
      try checkLength(result)
    }
    return .text(result, safe: isSafe)
  }

  private static func isSafe(_ value: TemplateData) -> Bool {
    switch value {
    case .markup: true
    case .object(let object): object.isSafe
    default: false
    }
  }

  // MARK: - Order

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

  fileprivate mutating func sorted(_ values: [TemplateData]) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    let ignoresCase = !(try values[2].isTrue)
    var paths = [try Path(values[3])]
    if let text = values[3].string, text.utf8.contains(UInt8(ascii: ",")) {
      paths = try TemplateText.split(text, by: ",").map { try Path(.text($0)) }
    }
    let keys = try keys(elements, paths, ignoresCase: ignoresCase).map { [TemplateData.list($0)] }
    return .list(try Self.sortedIndexes(keys, isReversed: try values[1].isTrue).map { elements[$0] })
  }

  fileprivate mutating func sortedEntries(_ values: [TemplateData]) throws -> TemplateData {
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

  fileprivate mutating func extreme(_ values: [TemplateData], wantsLargest: Bool) throws -> TemplateData {
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

  fileprivate mutating func grouped(_ values: [TemplateData]) throws -> TemplateData {
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

  fileprivate mutating func uniques(_ values: [TemplateData]) throws -> TemplateData {
    let elements = try elements(of: values[0]).all()
    let keys = try keys(elements, [try Path(values[2])], ignoresCase: !(try values[1].isTrue))
    var seen: Set<DataKey> = []
    var kept: [TemplateData] = []
    for (element, key) in zip(elements, keys) where seen.insert(try DataKey.of(key[0])).inserted {
      kept.append(element)
    }
    return .object(IteratorObject(kept))
  }

  fileprivate mutating func sum(_ values: [TemplateData]) throws -> TemplateData {
    let path = try Path(values[1])
    var total = values[2].isMissing ? TemplateData.int(0) : values[2]
    if total.string != nil { throw RenderFailure(.type, "sum() can't sum strings [use ''.join(seq) instead]") }
    for element in try elements(of: values[0]).all() {
      let value = try follow(path, from: element)
      total = try combine(.add, total, value)
    }
    return total
  }

  // MARK: - Other filters and tests

  fileprivate mutating func mapped(_ arguments: Arguments) throws -> TemplateData {
    guard let sequence = arguments.positional.first else { throw RenderFailure(.type, "map() needs a sequence") }
    // What is false has no elements, whatever it is.
    guard try sequence.isTrue else { return .object(IteratorObject([])) }
    var results: [TemplateData] = []
    if arguments.positional.count == 1, let attribute = arguments.named.first(where: { $0.name == "attribute" })?.value
    {
      let standard = arguments.named.first { $0.name == "default" }?.value ?? .missing
      if let other = arguments.named.first(where: { $0.name != "attribute" && $0.name != "default" }) {
        throw RenderFailure(.assertion, "Unexpected keyword argument '\(other.name)'")
      }
      let path = try Path(attribute)
      for element in try elements(of: sequence).all() {
        results.append(try follow(path, from: element, standard: standard))
      }
    } else {
      guard arguments.positional.count > 1 else { throw RenderFailure(.assertion, "map requires a filter argument") }
      guard let name = arguments.positional[1].string else {
        throw RenderFailure(.type, "the filter's name has to be a text, not '\(arguments.positional[1].typeName)'")
      }
      let rest = Array(arguments.positional.dropFirst(2))
      for element in try elements(of: sequence).all() {
        let filter = try filter(named: name)
        results.append(try filter.call(Arguments([element] + rest, named: arguments.named), &self))
      }
    }
    return .object(IteratorObject(results))
  }

  fileprivate mutating func selected(_ arguments: Arguments, keeps: Bool, byAttribute: Bool) throws -> TemplateData {
    guard let sequence = arguments.positional.first else { throw RenderFailure(.type, "a sequence is needed") }
    guard try sequence.isTrue else { return .object(IteratorObject([])) }
    var rest = Array(arguments.positional.dropFirst())
    var path: Path?
    if byAttribute {
      guard !rest.isEmpty else { throw RenderFailure(.assertion, "Missing parameter for attribute name") }
      path = try Path(rest.removeFirst())
    }
    var name: String?
    if !rest.isEmpty {
      let first = rest.removeFirst()
      guard let text = first.string else {
        throw RenderFailure(.type, "the test's name has to be a text, not '\(first.typeName)'")
      }
      name = text
    }
    var kept: [TemplateData] = []
    for element in try elements(of: sequence).all() {
      var value = element
      if let path { value = try follow(path, from: element) }
      let result: Bool
      if let name {
        result = try test(named: name).call(Arguments([value] + rest, named: arguments.named), &self).isTrue
      } else {
        result = try value.isTrue
      }
      if result == keeps { kept.append(element) }
    }
    return .object(IteratorObject(kept))
  }
}
