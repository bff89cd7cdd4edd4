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
    Filter(
      "list",
      of: { value, machine in
        let elements = try machine.elements(of: value).all()
        try machine.charge(elements: elements.count)
        return .list(elements)
      }),
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
      if case .object(let object) = values[0], object is IteratorObject {
        let elements = try machine.elements(of: values[0]).all()
        try machine.charge(elements: elements.count)
        return .list(elements.reversed())
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
  mutating func typeAttribute(_ name: String, of value: TemplateData) throws -> TemplateData {
    if case .undefined(let undefined) = value {
      guard undefined.kind == .chainable else { throw undefined.failure }
      return value
    }
    if let method = library.method(name, of: value) { return .object(BoundMethod(value, name, method)) }
    if case .object(let object) = value, let member = try object.member(name, &self) { return member }
    if case .tuple(let tuple) = value, let index = tuple.names.firstIndex(of: name) { return tuple.elements[index] }
    return undefined(name, owner: value.typeName)
  }

  mutating func length(of value: TemplateData) throws -> Int { try value.length() }

  /// Elements that can be read from behind.
  mutating func reversible(_ value: TemplateData) throws -> Elements {
    switch value {
    case .object(let object) where object is IteratorObject: throw notReversible(value)
    case .bool, .int, .double, .none: throw notReversible(value)
    case .markup: return Elements(try safeCharacters(of: value))
    default: return try elements(of: value)
    }
  }

  private func notReversible(_ value: TemplateData) -> RenderFailure {
    RenderFailure(
      .type, "'\(value.typeName)' object is not reversible",
      fix: value.typeName == "generator" ? "make a list of it first, with |list" : nil)
  }

  /// The characters of markup, asked for by their places, which leaves them markup.
  private mutating func safeCharacters(of value: TemplateData) throws -> [TemplateData] {
    try elements(of: value).all().map { .markup($0.string ?? "") }
  }

  mutating func indexable(_ value: TemplateData) throws -> [TemplateData] {
    switch value {
    case .dictionary, .bool, .int, .double, .none:
      throw RenderFailure(.type, "object of type '\(value.typeName)' has no len()")
    case .object(let object) where !object.isSequence:
      throw RenderFailure(.type, "object of type '\(value.typeName)' has no len()")
    case .markup: return try safeCharacters(of: value)
    default: return try elements(of: value).all()
    }
  }

  func random(_ elements: [TemplateData]) -> TemplateData? { elements.randomElement() }

  func standard(_ values: [TemplateData]) throws -> TemplateData {
    let standard = values[1].isMissing ? TemplateData.text("") : values[1]
    if values[0].isUndefined { return standard }
    if try values[2].isTrue, !(try values[0].isTrue) { return standard }
    return values[0]
  }

  // MARK: - Parts

  mutating func batches(_ values: [TemplateData]) throws -> TemplateData {
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
        try checkCount(size)
        batch += Array(repeating: values[2], count: size - batch.count)
      }
      batches.append(.list(batch))
    }
    return .object(IteratorObject(batches))
  }

  static func isNone(_ value: TemplateData) -> Bool {
    switch value {
    case .missing, .none: true
    default: false
    }
  }

  mutating func slices(_ values: [TemplateData]) throws -> TemplateData {
    let count = try whole(values[1], standard: 1, "slices")
    let all = try elements(of: values[0]).all()
    guard count != 0 else { throw RenderFailure(.value, "integer division or modulo by zero") }
    try checkCount(count)
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

  mutating func items(_ value: TemplateData) throws -> TemplateData {
    let entries: [(key: TemplateData, value: TemplateData)]
    switch value {
    case .undefined: entries = []
    case .dictionary(let dictionary): entries = dictionary.entries
    default: throw RenderFailure(.type, "Can only get item pairs from a mapping.")
    }
    return .object(IteratorObject(entries.map { .tuple([$0.key, $0.value]) }))
  }

  mutating func joined(_ values: [TemplateData]) throws -> TemplateData {
    let separator = values[1].isMissing ? TemplateData.text("") : values[1]
    let path = try Path(values[2])
    var elements = try elements(of: values[0]).all()
    if !path.steps.isEmpty {
      for index in elements.indices { elements[index] = try follow(path, from: elements[index]) }
    }
    // Where one part is safe, the others are escaped.
    let isSafe = escapes && (separator.isMarkup || elements.contains(where: \.isSafe))
    var between = try text(of: separator)
    if isSafe, !separator.isMarkup { between = TemplateText.escaped(between) }
    var result = ""
    for (index, element) in elements.enumerated() {
      if index > 0 { result += between }
      let text = try text(of: element)
      result += isSafe && !element.isSafe ? TemplateText.escaped(text) : text
      try checkLength(result.utf8.count)
    }
    return .text(result, safe: isSafe)
  }
}
