/// The functions that every template finds under their names.
enum BuiltInGlobals {
  static let all: [String: TemplateGlobal] = functions.merging(Gettext.functions) { $1 }

  private static let functions: [String: TemplateGlobal] = [
    "range": .function { arguments, machine in try machine.range(arguments) },
    "dict": .function { arguments, machine in try machine.dictionary(arguments) },
    "lipsum": .function { arguments, machine in try Lipsum.write(arguments, &machine) },
    "cycler": .function { arguments, _ in
      guard !arguments.positional.isEmpty else { throw RenderFailure(.type, "at least one item has to be provided") }
      return .object(CyclerObject(arguments.positional))
    },
    "joiner": .function { arguments, _ in
      let values = try arguments.bound(to: ["sep"], required: 0, "joiner")
      return .object(JoinerObject(values[0].isMissing ? .text(", ") : values[0]))
    },
    "namespace": .function { arguments, machine in
      let entries = try machine.dictionary(arguments)
      if case .dictionary(let dictionary) = entries {
        // It stays until the end, as it may come to hold itself.
        try machine.charge(bytes: 256)
        machine.changedDictionaries.append(dictionary)
      }
      return .object(NamespaceObject(entries))
    },
  ]
}

extension Machine {
  fileprivate func range(_ arguments: Arguments) throws -> TemplateData {
    let values = try arguments.positional.map { value in
      guard let number = value.integer else {
        throw RenderFailure(.type, "'\(value.typeName)' object cannot be interpreted as an integer")
      }
      return number
    }
    guard (1...3).contains(values.count) else {
      throw RenderFailure(.type, "range expected 1 to 3 arguments, got \(values.count)")
    }
    let step = values.count == 3 ? values[2] : 1
    guard step != 0 else { throw RenderFailure(.value, "range() arg 3 must not be zero") }
    let start = values.count == 1 ? 0 : values[0]
    let stop = values.count == 1 ? values[0] : values[1]
    guard let range = RangeObject.of(start, stop, step) else { throw RenderFailure(.limit, "the range is too large") }
    guard range.length <= limits.rangeLength else {
      throw RenderFailure(.limit, "a range of \(range.length) numbers is too large, the limit is \(limits.rangeLength)")
    }
    return .object(range)
  }

  fileprivate mutating func dictionary(_ arguments: Arguments) throws -> TemplateData {
    let result = DictionaryData()
    guard arguments.positional.count <= 1 else {
      throw RenderFailure(.type, "dict expected at most 1 argument, got \(arguments.positional.count)")
    }
    if let first = arguments.positional.first {
      for (key, value) in try pairs(of: first) { try result.set(key, value) }
    }
    for (name, value) in arguments.named { try result.set(.text(name), value) }
    return .dictionary(result)
  }

  /// The entries that a dictionary gets from another one, or from pairs.
  mutating func pairs(of value: TemplateData) throws -> [(key: TemplateData, value: TemplateData)] {
    if case .dictionary(let dictionary) = value {
      try charge(steps: dictionary.count)
      try charge(elements: 2 * dictionary.count)
      return dictionary.entries
    }
    let pairs = try elements(of: value).all()
    try charge(elements: 2 * pairs.count)
    return try pairs.map { pair in
      let parts = try elements(of: pair).all()
      guard parts.count == 2 else {
        throw RenderFailure(.value, "pairs are due, and here are \(parts.count) values")
      }
      return (parts[0], parts[1])
    }
  }
}
