extension TemplateConfiguration {
  /// Adds a filter, or replaces one.
  ///
  /// ```swift
  /// configuration.addFilter("shout") { (text: String, marks: Int?) in
  ///   text.uppercased() + String(repeating: "!", count: marks ?? 1)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - name: What templates call it.
  ///   - filter: Gets the value, then the arguments; optional parameters may be left out.
  public mutating func addFilter<each Parameter: TemplateParameter, Result: TemplateValue>(
    _ name: String, _ filter: @escaping @Sendable (repeat each Parameter) throws -> Result
  ) {
    library.filters[name] = Filter(name, free: { arguments, _ in try Self.call(name, filter, arguments) })
  }

  /// Adds a test, or replaces one.
  ///
  /// - Parameters:
  ///   - name: What templates call it, behind `is`.
  ///   - test: Gets the value, then the arguments.
  public mutating func addTest<each Parameter: TemplateParameter>(
    _ name: String, _ test: @escaping @Sendable (repeat each Parameter) throws -> Bool
  ) {
    library.tests[name] = Filter(name, free: { arguments, _ in try Self.call(name, test, arguments) })
  }

  /// Adds a function that all templates can call, or replaces one.
  ///
  /// - Parameters:
  ///   - name: What templates call it.
  ///   - function: Gets the arguments; optional parameters may be left out.
  public mutating func addFunction<each Parameter: TemplateParameter, Result: TemplateValue>(
    _ name: String, _ function: @escaping @Sendable (repeat each Parameter) throws -> Result
  ) {
    library.globals[name] = .function { arguments, _ in try Self.call(name, function, arguments) }
  }

  /// Adds a method to values of a kind, or replaces one: `{{ text.excerpt(10) }}`.
  ///
  /// Types of one's own have methods among their fields; see ``TemplateFields/Builder/method(_:_:)``.
  ///
  /// - Parameters:
  ///   - name: What templates call it.
  ///   - kind: The values that have it.
  ///   - method: Gets the value, then the arguments; optional parameters may be left out.
  public mutating func addMethod<each Parameter: TemplateParameter, Result: TemplateValue>(
    _ name: String, of kind: TemplateValueKind, _ method: @escaping @Sendable (repeat each Parameter) throws -> Result
  ) {
    library.methods[kind, default: [:]][name] = Filter(
      name, free: { arguments, _ in try Self.call(name, method, arguments) })
  }

  /// Adds a statement without a body, `{% name argument, … %}`, which writes what the function returns.
  public mutating func addStatement<each Parameter: TemplateParameter, Result: TemplateValue>(
    _ name: String, _ function: @escaping @Sendable (repeat each Parameter) throws -> Result
  ) {
    options.statementNames.append(name)
    library.globals[Self.statement(name)] = .function { arguments, _ in try Self.call(name, function, arguments) }
  }

  /// Adds a statement with a body, `{% name argument, … %}…{% endname %}`.
  ///
  /// - Parameters:
  ///   - name: The statement's name.
  ///   - function: Gets what the body has written, then the arguments; what it returns is written as it is.
  public mutating func addBlockStatement<each Parameter: TemplateParameter, Result: TemplateValue>(
    _ name: String, _ function: @escaping @Sendable (String, repeat each Parameter) throws -> Result
  ) {
    options.statementNames.append(name)
    options.blockStatements.insert(name)
    library.filters[Self.statement(name)] = Filter(
      name,
      free: { arguments, machine in
        var reader = try ArgumentReader(arguments, name)
        let body = try reader.next(String.self)
        let result = try function(body, repeat try reader.next((each Parameter).self))
        try reader.finish(name)
        return result.templateData
      })
  }

  /// The name under which a statement's function is kept: none that a template could spell.
  static func statement(_ name: String) -> String { "%\(name)" }

  private static func call<each Parameter: TemplateParameter, Result: TemplateValue>(
    _ name: String, _ function: (repeat each Parameter) throws -> Result, _ arguments: Arguments
  ) throws -> TemplateData {
    var reader = try ArgumentReader(arguments, name)
    let values = (repeat try reader.next((each Parameter).self))
    try reader.finish(name)
    return try function(repeat each values).templateData
  }
}
