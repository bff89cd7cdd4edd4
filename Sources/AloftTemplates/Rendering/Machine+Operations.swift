extension Machine {
  /// Computes a value.
  mutating func evaluate(_ place: Int32) throws -> TemplateData {
    switch tables.operations[Int(place)] {
    case .constant(let constant): return tables.constants[Int(constant)].data
    case .variable(let slot, let name):
      let value = slots[Int(slot)]
      return value.isMissing ? undefinedName(name, place) : value
    case .parameter(let slot): return slots[Int(slot)]
    case .outer(let up, let slot, let name):
      let value = frame.outer(up).slots[Int(slot)]
      return value.isMissing ? undefinedName(name, place) : value
    case .variableAttribute(let slot, let variable, let name):
      return try variableAttribute(slot, variable, name, place)
    case .attribute(let base, let name):
      let value = try evaluate(base)
      operation = value.isUndefined ? base : place
      return try attribute(name, of: value, at: place)
    case .item(let base, let key): return try item(base, key, place)
    case .call(let callee, let site): return try call(callee, site, place)
    case .filter(let operand, let filter, let site):
      let value = try evaluate(operand)
      return try apply(filter, to: value, site, place)
    case .test(let operand, let number, let site): return .bool(try test(operand, number, site, place))
    case .comparison(let kind, let a, let b):
      let left = try evaluate(a)
      let right = try evaluate(b)
      operation = place
      return .bool(try compare(kind, left, right))
    case .and(let a, let b):
      let left = try evaluate(a)
      return try isTrue(left, place) ? try evaluate(b) : left
    case .or(let a, let b):
      let left = try evaluate(a)
      return try isTrue(left, place) ? left : try evaluate(b)
    case .not(let value):
      let value = try evaluate(value)
      return .bool(!(try isTrue(value, place)))
    case .conditional(let condition, let then, let otherwise):
      if try isTrue(condition) { return try evaluate(then) }
      if otherwise >= 0 { return try evaluate(otherwise) }
      // Lenient in every environment: `{{ 'selected' if it }}` is what one writes.
      return .undefined(
        Undefined(.lenient, name: "", hint: "the inline if-expression evaluated to false and has no else"))
    default: return try evaluateRare(place)
    }
  }

  private mutating func evaluateRare(_ place: Int32) throws -> TemplateData {
    switch tables.operations[Int(place)] {
    case .tuple(let run): return .tuple(try elements(run))
    case .list(let run): return .list(try elements(run))
    case .dictionary(let run): return try dictionary(run, place)
    case .unary(let kind, let value):
      let value = try evaluate(value)
      operation = place
      return try negate(value, isNegative: kind == .negative)
    case .binary(let kind, let a, let b):
      let left = try evaluate(a)
      let right = try evaluate(b)
      operation = place
      return try combine(kind, left, right)
    case .joined(let run): return try joined(run)
    case .comparisons(let run, let kinds): return try comparisons(run, program.code.comparisonKinds[Int(kinds)], place)
    case .slice(let base, let start, let stop, let step): return try slice(base, start, stop, step, place)
    case .capturedFilter(let filter, let site): return try apply(filter, to: captured, site, place)
    case .safeIfEscaping(let value):
      let value = try evaluate(value)
      operation = place
      return escapes ? .markup(try text(of: value)) : value
    default: return .none
    }
  }

  func undefinedName(_ name: Int32, _ place: Int32) -> TemplateData {
    let name = tables.names[Int(name)]
    return undefined(name, known: environment.undefinedIsReported ? context.names : [])
  }

  mutating func isTrue(_ place: Int32) throws -> Bool {
    let value = try evaluate(place)
    return try isTrue(value, place)
  }

  mutating func isTrue(_ value: TemplateData, _ place: Int32) throws -> Bool {
    if case .undefined = value { operation = place }
    return try value.isTrue
  }

  mutating func evaluate(_ run: Operation.Run) throws -> [TemplateData] {
    var values: [TemplateData] = []
    values.reserveCapacity(Int(run.count))
    for index in run.range {
      let value = try evaluate(tables.operands[index])
      values.append(value)
    }
    return values
  }

  /// The elements of a list or a tuple, which count as steps: there is one for as many as the template writes.
  private mutating func elements(_ run: Operation.Run) throws -> [TemplateData] {
    try charge(steps: Int(run.count))
    try charge(elements: Int(run.count))
    return try evaluate(run)
  }

  private mutating func dictionary(_ run: Operation.Run, _ place: Int32) throws -> TemplateData {
    let values = try elements(run)
    operation = place
    let dictionary = DictionaryData()
    for index in stride(from: 0, to: values.count - 1, by: 2) { try dictionary.set(values[index], values[index + 1]) }
    return .dictionary(dictionary)
  }

  private mutating func joined(_ run: Operation.Run) throws -> TemplateData {
    let values = try evaluate(run)
    let isSafe = escapes && values.contains(where: \.isSafe)
    var all = ""
    for (place, value) in zip(run.range, values) {
      operation = tables.operands[place]
      let text = try text(of: value)
      if isSafe, !value.isSafe { all += TemplateText.escaped(text) } else { all += text }
      try checkLength(all.utf8.count)
    }
    try charge(making: all)
    return .text(all, safe: isSafe)
  }

  private mutating func comparisons(
    _ run: Operation.Run, _ kinds: [Expression.Comparison], _ place: Int32
  ) throws -> TemplateData {
    var left = try evaluate(tables.operands[run.range.lowerBound])
    for (index, kind) in zip(run.range.dropFirst(), kinds) {
      let right = try evaluate(tables.operands[index])
      operation = place
      guard try compare(kind, left, right) else { return .bool(false) }
      left = right
    }
    return .bool(true)
  }

  private mutating func slice(
    _ base: Int32, _ start: Int32, _ stop: Int32, _ step: Int32, _ place: Int32
  ) throws -> TemplateData {
    let value = try evaluate(base)
    var bounds: [TemplateData] = []
    for bound in [start, stop, step] {
      if bound >= 0 { bounds.append(try evaluate(bound)) } else { bounds.append(.none) }
    }
    operation = place
    return try slice(value, bounds[0], bounds[1], bounds[2])
  }

  // MARK: - Members

  @inline(__always)
  private mutating func variableAttribute(
    _ slot: Int32, _ variable: Int32, _ name: Int32, _ place: Int32
  ) throws -> TemplateData {
    operation = place
    if case .object(let object) = slots[Int(slot)], let field = field(of: object, at: place) { return field }
    var value = slots[Int(slot)]
    if value.isMissing { value = undefinedName(variable, place) }
    // The compiler has left the operation of the variable itself before this one: an error is about its place.
    if value.isUndefined { operation = place - 1 }
    return try attribute(name, of: value, at: place)
  }

  private mutating func item(_ base: Int32, _ key: Int32, _ place: Int32) throws -> TemplateData {
    let value = try evaluate(base)
    let key = try evaluate(key)
    operation = value.isUndefined ? base : place
    return try item(key, of: value)
  }

  /// The field that a place of the program asked for before, if the object is of the same type as then.
  @inline(__always)
  private func field(of object: TemplateObject, at place: Int32) -> TemplateData? {
    guard fieldCaches[Int(place)].layout == object.layout else { return nil }
    return object.field(at: fieldCaches[Int(place)].index)
  }

  /// A member by its name, at a place of the program that remembers where the type keeps it.
  private mutating func attribute(_ name: Int32, of value: TemplateData, at place: Int32) throws -> TemplateData {
    if case .object(let object) = value {
      if let field = field(of: object, at: place) { return field }
      if let index = object.fieldIndex(tables.names[Int(name)]) {
        fieldCaches[Int(place)] = FieldCache(layout: object.layout, index: index)
        return object.field(at: index)
      }
    }
    return try attribute(tables.names[Int(name)], of: value)
  }

  /// A member: what the value's type has under the name, then what the value holds under it as a key.
  mutating func attribute(_ name: String, of value: TemplateData) throws -> TemplateData {
    if case .undefined(let undefined) = value { return try member(name, of: undefined) }
    if let method = library.method(name, of: value) { return .object(BoundMethod(value, name, method)) }
    switch value {
    case .object(let object):
      if let member = try object.member(name, &self) { return member }
      if let item = try object.item(.text(name), &self) { return item }
      return undefined(name, owner: object.typeName, known: object.memberNames)
    case .dictionary(let dictionary):
      if let found = dictionary[name] { return found }
      return undefined(name, owner: value.typeName, known: dictionary.names)
    case .tuple(let tuple):
      if let index = tuple.names.firstIndex(of: name) { return tuple.elements[index] }
      return undefined(name, owner: value.typeName, known: tuple.names)
    default: return undefined(name, owner: value.typeName)
    }
  }

  private func member(_ name: String, of undefined: Undefined) throws -> TemplateData {
    guard undefined.kind == .chainable else { throw undefined.failure }
    return .undefined(undefined)
  }

  /// An element: what the value holds under a key, then what its type has under it as a name.
  mutating func item(_ key: TemplateData, of value: TemplateData) throws -> TemplateData {
    if case .undefined(let undefined) = value { return try member("", of: undefined) }
    try charge(reading: key)
    if let found = try heldItem(key, of: value) { return found }
    guard let name = key.string else {
      return undefined(try text(of: key), key: try key.representation(), owner: value.typeName)
    }
    if let method = library.method(name, of: value) { return .object(BoundMethod(value, name, method)) }
    switch value {
    case .object(let object):
      if let member = try object.member(name, &self) { return member }
      return undefined(name, owner: object.typeName, known: object.memberNames)
    case .dictionary(let dictionary): return undefined(name, owner: "dict", known: dictionary.names)
    case .tuple(let tuple):
      if let index = tuple.names.firstIndex(of: name) { return tuple.elements[index] }
      return undefined(name, owner: "tuple", known: tuple.names)
    default: return undefined(name, owner: value.typeName)
    }
  }

  private mutating func heldItem(_ key: TemplateData, of value: TemplateData) throws -> TemplateData? {
    switch value {
    case .dictionary(let dictionary):
      guard DataKey(key) != nil else { return nil }
      return try dictionary.value(of: key)
    case .list(let list), .tuple(let list):
      guard let index = key.integer else { return nil }
      let place = index < 0 ? index + list.elements.count : index
      return list.elements.indices.contains(place) ? list.elements[place] : nil
    case .text(let text), .markup(let text):
      guard let index = key.integer else { return nil }
      try charge(reading: value)
      let scalars = text.unicodeScalars
      let place = index < 0 ? index + scalars.count : index
      guard place >= 0, let found = scalars.dropFirst(place).first else { return nil }
      return .text(String(found), safe: value.isMarkup)
    case .object(let object): return try object.item(key, &self)
    default: return nil
    }
  }
}

extension Expression.Constant {
  var data: TemplateData {
    switch self {
    case .none: .none
    case .bool(let value): .bool(value)
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    case .text(let text): .text(text)
    }
  }
}
