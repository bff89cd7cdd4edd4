internal import AloftCore

/// The methods of texts, lists and dictionaries that templates may call.
enum Methods {
  static let texts: [String: Filter] = table(textMethods + textSearches + textTests)
  static let lists: [String: Filter] = table(listMethods)
  static let tuples: [String: Filter] = table(
    listMethods.filter { $0.name == "count" || $0.name == "index" })
  static let dictionaries: [String: Filter] = table(dictionaryMethods)

  private static func table(_ methods: [Filter]) -> [String: Filter] {
    Dictionary(methods.map { ($0.name, $0) }) { $1 }
  }

  // MARK: - Lists and dictionaries

  /// The list of a method that changes it, which is noted, as the list may come to hold itself.
  private static func changing(_ value: TemplateData, _ machine: inout Machine) throws -> ListData {
    let list = try list(value)
    if machine.changedLists.last !== list { machine.changedLists.append(list) }
    return list
  }

  /// The list of a method that adds elements to it.
  private static func lengthened(
    _ value: TemplateData, by count: Int, _ machine: inout Machine
  ) throws -> ListData {
    let list = try changing(value, &machine)
    try machine.checkCount(list.elements.count + count)
    try machine.charge(elements: count)
    return list
  }

  /// The list of a method that looks at all elements.
  private static func read(_ value: TemplateData, _ machine: inout Machine) throws -> ListData {
    let list = try list(value)
    try machine.charge(steps: list.elements.count)
    return list
  }

  private static func changing(dictionary value: TemplateData, _ machine: inout Machine) throws -> DictionaryData {
    let dictionary = try dictionary(value)
    if machine.changedDictionaries.last !== dictionary { machine.changedDictionaries.append(dictionary) }
    return dictionary
  }

  private static func list(_ value: TemplateData) throws -> ListData {
    switch value {
    case .list(let list), .tuple(let list): return list
    default: throw RenderFailure(.type, "a list is due, not '\(value.typeName)'")
    }
  }

  private static let listMethods: [Filter] = [
    Filter("append", "self object") { values, machine in
      try lengthened(values[0], by: 1, &machine).elements.append(values[1])
      return .none
    },
    Filter("extend", "self iterable") { values, machine in
      let more = try machine.elements(of: values[1]).all()
      try lengthened(values[0], by: more.count, &machine).elements += more
      return .none
    },
    Filter("insert", "self index object") { values, machine in
      let list = try lengthened(values[0], by: 1, &machine)
      let index = try machine.whole(values[1], standard: 0, "index")
      // What stands behind is moved.
      try machine.charge(steps: list.elements.count / 64)
      list.elements.insert(
        values[2], at: min(max(0, index < 0 ? index + list.elements.count : index), list.elements.count))
      return .none
    },
    Filter("pop", "self index?") { values, machine in
      let list = try list(values[0])
      let index = try machine.whole(values[1], standard: -1, "index")
      try machine.charge(steps: list.elements.count / 64)
      let place = index < 0 ? index + list.elements.count : index
      guard list.elements.indices.contains(place) else { throw RenderFailure(.value, "pop index out of range") }
      return list.elements.remove(at: place)
    },
    Filter("remove", "self value") { values, machine in
      let list = try read(values[0], &machine)
      guard let place = try place(of: values[1], in: list, &machine) else {
        throw RenderFailure(.value, "list.remove(x): x not in list")
      }
      list.elements.remove(at: place)
      return .none
    },
    Filter("reverse", "self") { values, machine in
      try read(values[0], &machine).elements.reverse()
      return .none
    },
    Filter("clear", "self") { values, _ in
      try list(values[0]).elements = []
      return .none
    },
    Filter("copy", "self") { values, machine in
      let list = try read(values[0], &machine)
      try machine.charge(elements: list.elements.count)
      return .list(list.elements)
    },
    Filter("count", "self value") { values, machine in
      let list = try read(values[0], &machine)
      return .int(
        try machine.comparing { budget in
          try list.elements.count { try $0.isEqual(to: values[1], &budget) }
        })
    },
    Filter("index", "self value start? end?") { values, machine in
      let list = try read(values[0], &machine)
      let part = try bounds(values[2], values[3], count: list.elements.count, machine) ?? 0..<0
      let place = try machine.comparing { budget in
        try list.elements[part].firstIndex { try $0.isEqual(to: values[1], &budget) }
      }
      guard let place else { throw RenderFailure(.value, "the value is not in list") }
      return .int(place)
    },
    Filter("sort", "self key? reverse?") { values, machine in
      let list = try read(values[0], &machine)
      let elements = list.elements
      var keys = elements
      if !Machine.isNone(values[1]) {
        try machine.charge(elements: elements.count)
        keys = try elements.map { try machine.call(values[1], Arguments([$0])) }
      }
      list.elements = try machine.order(keys, isReversed: try values[2].isTrue).map { elements[$0] }
      return .none
    },
  ]

  private static func place(
    of value: TemplateData, in list: ListData, _ machine: inout Machine
  ) throws -> Int? {
    try machine.comparing { budget in try list.elements.firstIndex { try $0.isEqual(to: value, &budget) } }
  }

  private static func dictionary(_ value: TemplateData) throws -> DictionaryData {
    guard case .dictionary(let dictionary) = value else {
      throw RenderFailure(.type, "a dictionary is due, not '\(value.typeName)'")
    }
    return dictionary
  }

  private static let dictionaryMethods: [Filter] = [
    Filter("items", "self") { values, _ in .object(DictionaryView(try dictionary(values[0]), .items)) },
    Filter("keys", "self") { values, _ in .object(DictionaryView(try dictionary(values[0]), .keys)) },
    Filter("values", "self") { values, _ in .object(DictionaryView(try dictionary(values[0]), .values)) },
    Filter("get", "self key default?") { values, _ in
      try dictionary(values[0]).value(of: values[1]) ?? (values[2].isMissing ? .none : values[2])
    },
    Filter("copy", "self") { values, machine in
      let dictionary = try dictionary(values[0])
      try machine.charge(steps: dictionary.count)
      try machine.charge(elements: 2 * dictionary.count)
      return .dictionary(dictionary.copy())
    },
    Filter("pop", "self key default?") { values, machine in
      let dictionary = try dictionary(values[0])
      // What stands behind is moved, and all keys get new places.
      try machine.charge(steps: dictionary.count / 16)
      if let value = try dictionary.remove(values[1]) { return value }
      guard !values[2].isMissing else {
        throw RenderFailure(.value, "there is no key \(try values[1].representation())")
      }
      return values[2]
    },
    Filter("setdefault", "self key default?") { values, machine in
      if let value = try dictionary(values[0]).value(of: values[1]) { return value }
      let standard = values[2].isMissing ? TemplateData.none : values[2]
      try changing(dictionary: values[0], &machine).set(values[1], standard)
      return standard
    },
    Filter(
      "update",
      free: { arguments, machine in
        guard let first = arguments.positional.first else { return .none }
        let target = try changing(dictionary: first, &machine)
        for other in arguments.positional.dropFirst() {
          for (key, value) in try machine.pairs(of: other) { try target.set(key, value) }
        }
        for (name, value) in arguments.named { try target.set(.text(name), value) }
        return .none
      }),
    Filter("popitem", "self") { values, _ in
      let dictionary = try dictionary(values[0])
      guard let key = dictionary.keys.last, let value = try dictionary.remove(key) else {
        throw RenderFailure(.value, "popitem(): dictionary is empty")
      }
      return .tuple([key, value])
    },
    Filter("clear", "self") { values, _ in
      try dictionary(values[0]).removeAll()
      return .none
    },
  ]
}
