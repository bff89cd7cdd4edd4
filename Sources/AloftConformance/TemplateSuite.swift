import AloftTemplates

/// Answers cases of Jinja2's templates.
struct TemplateSuite {
  /// What the cases of the grid have in common.
  private var shared = JSON.null

  /// Takes the line that says what later ones have in common.
  mutating func define(_ line: JSON) { shared = line["define"] }

  func answer(_ testCase: JSON) -> JSON.Member {
    var environment = testCase["env"]
    var templates = testCase["templates"]
    var context = testCase["context"]
    var extensions = environment["extensions"].array.compactMap(\.string)
    if let name = environment.string {
      environment = shared["envs"][name]
      templates = shared["templates"]
      context = shared["context"]
      extensions = shared["extensions"].array.compactMap(\.string)
    }
    do {
      let configuration = try configuration(environment, extensions, templates, testCase)
      let output = try render(testCase, context, configuration)
      return JSON.Member(name: "output", value: .string(output))
    } catch let error as TemplateError {
      return JSON.Member(
        name: "error",
        value: .object([
          JSON.Member(name: "class", value: .string(Self.name(of: error))),
          JSON.Member(name: "message", value: .string(error.message)),
          JSON.Member(name: "line", value: error.place.map { .int($0.line) } ?? .null),
        ]))
    } catch let problem as Unsupported {
      return JSON.Member(name: "unsupported", value: .string(problem.reason))
    } catch {
      return JSON.Member(name: "unsupported", value: .string("\(error)"))
    }
  }

  private static func name(of error: TemplateError) -> String {
    switch error.kind {
    case .syntax: "TemplateSyntaxError"
    case .assertion: "TemplateAssertionError"
    case .notFound: error.names.count > 1 ? "TemplatesNotFound" : "TemplateNotFound"
    case .undefined: "UndefinedError"
    case .runtime: "TemplateRuntimeError"
    case .type: "TypeError"
    case .value: "ValueError"
    case .limit: "OverflowError"
    }
  }

  private func render(_ testCase: JSON, _ context: JSON, _ configuration: TemplateConfiguration) throws -> String {
    let environment = TemplateEnvironment(configuration)
    var values = TemplateContext()
    // Globals are seen without a context as well, but a context wins.
    for member in context.members { values[member.name] = JSONValue(member.value) }
    let source = testCase["source"].string ?? ""
    let template = try environment.template(source: source, name: testCase["name"].string ?? "<template>")
    return try template.text(values)
  }

  private func configuration(
    _ environment: JSON, _ extensions: [String], _ templates: JSON, _ testCase: JSON
  ) throws -> TemplateConfiguration {
    var sources: [String: String] = [:]
    for member in templates.members { sources[member.name] = member.value.string }
    var configuration = TemplateConfiguration(DictionaryTemplates(sources))
    try setSyntax(&configuration.syntax, environment, extensions)
    configuration.escaping = escaping(environment["autoescape"])
    switch environment["undefined"].string {
    case "StrictUndefined": configuration.undefined = .strict
    case "ChainableUndefined": configuration.undefined = .chainable
    case "DebugUndefined": configuration.undefined = .visible
    case nil, "Undefined": break
    case let other: throw Unsupported("the undefined kind \(other ?? "")")
    }
    for member in testCase["globals"].members { configuration.setGlobal(member.name, to: JSONValue(member.value)) }
    configuration.options.translatorsFormat = true
    if case .object = testCase["i18n"] {
      configuration.options.translatorsFormat = testCase["i18n"]["newstyle"].bool ?? false
      configuration.translations = Catalog(testCase["i18n"]["catalog"])
    }
    return configuration
  }

  private func escaping(_ setting: JSON) -> TemplateEscaping {
    if setting.bool == true { return .all }
    let byName = setting["by_name"]
    return TemplateEscaping { name in byName[name].bool ?? byName["None"].bool ?? false }
  }

  private func setSyntax(_ syntax: inout JinjaSyntax, _ environment: JSON, _ extensions: [String]) throws {
    syntax.extensions = []
    for name in extensions {
      switch name.split(separator: ".").last ?? "" {
      case "do", "ExprStmtExtension": syntax.extensions.insert(.evaluation)
      case "loopcontrols", "LoopControlExtension": syntax.extensions.insert(.loopControls)
      case "i18n", "InternationalizationExtension": syntax.extensions.insert(.translation)
      case "autoescape", "with_", "AutoEscapeExtension", "WithExtension": break
      default: if !name.hasPrefix("null translations") { throw Unsupported("the extension \(name)") }
      }
    }
    for option in environment.members {
      let text = option.value.string
      switch option.name {
      case "block_start_string": syntax.statementBegin = text ?? ""
      case "block_end_string": syntax.statementEnd = text ?? ""
      case "variable_start_string": syntax.outputBegin = text ?? ""
      case "variable_end_string": syntax.outputEnd = text ?? ""
      case "comment_start_string": syntax.commentBegin = text ?? ""
      case "comment_end_string": syntax.commentEnd = text ?? ""
      case "line_statement_prefix": syntax.lineStatementPrefix = text
      case "line_comment_prefix": syntax.lineCommentPrefix = text
      case "trim_blocks": syntax.trimsBlocks = option.value.bool ?? false
      case "lstrip_blocks": syntax.stripsBeforeBlocks = option.value.bool ?? false
      case "keep_trailing_newline": syntax.keepsTrailingLineBreak = option.value.bool ?? false
      case "newline_sequence": syntax.lineBreak = text ?? "\n"
      case "autoescape", "undefined", "extensions": break
      default: throw Unsupported("the option \(option.name)")
      }
    }
  }

  /// Translations by text.
  private struct Catalog: TemplateTranslations {
    private let texts: JSON

    init(_ texts: JSON) { self.texts = texts }

    func translation(of text: String, context: String?) -> String? {
      texts[text].string ?? texts[text][context ?? ""].string
    }

    func translation(of singular: String, plural: String, count: Int, context: String?) -> String? {
      translation(of: count == 1 ? singular : plural, context: context)
    }
  }
}

/// A value of a case.
private struct JSONValue: TemplateValue {
  private let value: JSON

  init(_ value: JSON) { self.value = value }

  var templateData: TemplateData { Self.data(value) }

  func encode(to encoder: any Encoder) throws {}

  private static func data(_ value: JSON) -> TemplateData {
    switch value {
    case .null: return .none
    case .bool(let value): return .bool(value)
    case .int(let number): return .int(number)
    case .double(let number): return .double(number)
    case .string(let text): return .text(text)
    case .array(let values): return .list(ListData(values.map(data)))
    case .object(let members):
      guard let tag = value["$t"].string else {
        return .dictionary(DictionaryData(names: members.map(\.name), values: members.map { data($0.value) }))
      }
      return tagged(tag, value)
    }
  }

  private static func tagged(_ tag: String, _ value: JSON) -> TemplateData {
    let parts = value["v"].array
    switch tag {
    case "tuple": return .tuple(ListData(parts.map(data)))
    case "iter": return .object(IteratorObject(parts.map(data)))
    case "markup": return .markup(value["v"].string ?? "")
    case "namedtuple":
      return .tuple(ListData(parts.map { data($0.array[1]) }, names: parts.compactMap { $0.array.first?.string }))
    case "range":
      let numbers = parts.map { if case .int(let number) = $0 { number } else { 0 } }
      return RangeObject.of(numbers[0], numbers[1], numbers[2]).map { .object($0) } ?? .none
    default:
      let result = DictionaryData()
      for pair in parts { try? result.set(data(pair.array[0]), data(pair.array[1])) }
      return .dictionary(result)
    }
  }
}
