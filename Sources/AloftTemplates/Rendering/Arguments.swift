/// What a function, a filter or a test is called with.
public struct Arguments {
  var positional: [TemplateData]
  var named: [(name: String, value: TemplateData)]
  /// The body of a `call` block, for macros.
  var caller: TemplateData?

  init(
    _ positional: [TemplateData] = [], named: [(name: String, value: TemplateData)] = [], caller: TemplateData? = nil
  ) {
    self.positional = positional
    self.named = named
    self.caller = caller
  }

  /// The arguments in the order of parameters; those that were not given are missing.
  ///
  /// - Parameters:
  ///   - names: The names of the parameters.
  ///   - required: How many of them have no default.
  ///   - function: The function's name, for messages.
  func bound(to names: [String], required: Int, _ function: String) throws -> [TemplateData] {
    guard positional.count <= names.count else {
      throw RenderFailure(
        .type, "\(function)() takes \(names.count) argument\(names.count == 1 ? "" : "s"), not \(positional.count)")
    }
    var values = positional
    if named.isEmpty, values.count == names.count { return values }
    while values.count < names.count { values.append(.missing) }
    for (name, value) in named {
      guard let index = names.firstIndex(of: name) else {
        throw RenderFailure(.type, "\(function)() has no argument '\(name)'")
      }
      guard values[index].isMissing else {
        throw RenderFailure(.type, "\(function)() got the argument '\(name)' twice")
      }
      values[index] = value
    }
    for index in 0..<required where values[index].isMissing {
      throw RenderFailure(.type, "\(function)() needs the argument '\(names[index])'")
    }
    return values
  }
}
