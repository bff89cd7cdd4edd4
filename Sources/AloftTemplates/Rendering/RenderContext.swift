/// The names that a template sees beyond its own variables.
final class RenderContext {
  /// A block of a template.
  struct Block {
    let program: Program
    let function: Int
  }

  /// What the template sets at its top.
  private(set) var variables: [String: TemplateData] = [:]
  /// The names that a template which imports it gets.
  private(set) var exported: Set<String> = []
  private let around: RenderContext?
  private let values: GivenValues?
  /// The blocks of the template and of its parents, those that win first.
  var blocks: [String: [Block]] = [:]
  /// The template that this one extends, once that is known.
  var parent: Program?
  /// The names that a component was given; `nil` for other templates.
  var given: [String]?
  /// How many templates were extended so far.
  var generations = 0

  /// The names a rendering begins with.
  init(_ given: GivenValues) {
    values = given
    around = nil
  }

  /// Names on top of others.
  init(in around: RenderContext, _ variables: [String: TemplateData]) {
    self.around = around
    values = nil
    self.variables = variables
  }

  func value(_ name: String) -> TemplateData? {
    var context: RenderContext? = self
    while let one = context {
      if !one.variables.isEmpty, let value = one.variables[name] { return value }
      if let values = one.values { return values.value(name) }
      context = one.around
    }
    return nil
  }

  func set(_ name: String, _ value: TemplateData, isPublic: Bool) {
    if case .missing = value {
      variables[name] = nil
      return
    }
    variables[name] = value
    if isPublic { exported.insert(name) } else { exported.remove(name) }
  }

  /// It and those around it as they are now, the outermost first.
  func copies() -> [RenderContext] {
    var copies: [RenderContext] = []
    var chain = [self]
    while let around = chain.last?.around { chain.append(around) }
    for context in chain.reversed() {
      if let values = context.values {
        let copy = RenderContext(values)
        copy.variables = context.variables
        copies.append(copy)
      } else if let around = copies.last {
        copies.append(RenderContext(in: around, context.variables))
      }
    }
    return copies
  }

  func clear() {
    variables = [:]
    blocks = [:]
  }

  /// The values it begins with, without what is set in templates.
  var base: GivenValues {
    var context = self
    while let around = context.around { context = around }
    return context.values ?? GivenValues(TemplateContext(), globals: [:])
  }

  /// The names there are, for messages.
  var names: [String] {
    var names: [String] = []
    var context: RenderContext? = self
    while let one = context {
      names += one.variables.keys.sorted()
      if let values = one.values { names += values.names }
      context = one.around
    }
    return names
  }

  var export: [(name: String, value: TemplateData)] {
    exported.sorted().compactMap { name in variables[name].map { (name, $0) } }
  }
}

/// What a rendering was given, made ready when a template asks for it.
final class GivenValues {
  private let context: TemplateContext
  private let globals: [String: TemplateGlobal]
  private var ready: [String: TemplateData] = [:]

  init(_ context: TemplateContext, globals: [String: TemplateGlobal]) {
    self.context = context
    self.globals = globals
  }

  func value(_ name: String) -> TemplateData? {
    if let known = ready[name] { return known }
    guard let value = context.data(name) ?? globals[name]?.data() else { return nil }
    ready[name] = value
    return value
  }

  var names: [String] { context.names + globals.keys.sorted() }

  /// The globals alone, for templates that get no context.
  var withoutContext: GivenValues { GivenValues(TemplateContext(), globals: globals) }
}
