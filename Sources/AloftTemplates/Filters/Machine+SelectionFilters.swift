extension Machine {
  mutating func mapped(_ arguments: Arguments) throws -> TemplateData {
    // The filter may be `map` itself.
    try checkStack()
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

  mutating func selected(_ arguments: Arguments, keeps: Bool, byAttribute: Bool) throws -> TemplateData {
    try checkStack()
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
