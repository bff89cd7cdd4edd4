/// What an environment is made of.
public struct TemplateConfiguration: Sendable {
  /// Where templates come from.
  public var loader: any TemplateLoader = DictionaryTemplates([:])
  /// How they are spelled.
  public var syntax = JinjaSyntax()
  /// Which of them escape what they print.
  public var escaping = TemplateEscaping.byName
  /// What happens where a value is not there.
  public var undefined = UndefinedPolicy.lenient
  /// How much a rendering may take.
  public var limits = TemplateLimits()
  /// Told of each rendering: the template's name and the values it was given. Tests can look at them.
  public var observer: (@Sendable (_ template: String, _ context: TemplateContext) -> Void)?
  /// Whether a template is looked at again for each rendering, so that changes show at once.
  public var reloads = false
  /// The translations of texts in `{% trans %}`; texts stay as they are where there are none.
  public var translations: (any TemplateTranslations)?
  package var options = JinjaOptions()
  var library = TemplateLibrary.standard

  /// Creates the usual configuration, without any templates.
  public init() {}

  /// Creates the usual configuration.
  ///
  /// - Parameter loader: Where templates come from.
  public init(_ loader: any TemplateLoader) { self.loader = loader }
}

/// Which templates escape what they print.
public struct TemplateEscaping: Sendable {
  let escapes: @Sendable (String) -> Bool

  /// Decides by a template's name.
  public init(_ escapes: @escaping @Sendable (String) -> Bool) { self.escapes = escapes }

  /// All do.
  public static let all = TemplateEscaping { _ in true }
  /// None does.
  public static let none = TemplateEscaping { _ in false }
  /// All but those whose names end like those of plain text: `.txt`, `.md`, `.csv`, `.json`, `.js`, `.css`.
  public static let byName = TemplateEscaping { name in
    ![".txt", ".text", ".md", ".csv", ".json", ".js", ".css", ".yaml", ".yml", ".toml"].contains { ending in
      name.lowercased().hasSuffix(ending) || name.lowercased().hasSuffix(ending + ".j2")
    }
  }
}

/// What happens where a value is not there.
public struct UndefinedPolicy: Sendable {
  let kind: Undefined.Kind
  let isReported: Bool
  let report: (@Sendable (TemplateError) -> Void)?

  private init(_ kind: Undefined.Kind, isReported: Bool = false, _ report: (@Sendable (TemplateError) -> Void)? = nil) {
    self.kind = kind
    self.isReported = isReported
    self.report = report
  }

  /// It prints nothing and has no elements; its members are an error.
  public static let lenient = UndefinedPolicy(.lenient)
  /// So are its members, and theirs.
  public static let chainable = UndefinedPolicy(.chainable)
  /// It prints what it stands for.
  public static let visible = UndefinedPolicy(.visible)
  /// Any use but a test is an error.
  public static let strict = UndefinedPolicy(.strict)
  /// Printing it and looping over it is an error with the nearest name; `if`, `is defined`, `default` and `or` are not.
  public static let careful = UndefinedPolicy(.lenient, isReported: true)

  /// It prints nothing, and is told once for each place.
  public static func reported(_ report: @escaping @Sendable (TemplateError) -> Void) -> UndefinedPolicy {
    UndefinedPolicy(.lenient, isReported: true, report)
  }
}

extension TemplateConfiguration {
  /// Gives all templates a value under a name.
  public mutating func setGlobal(_ name: String, to value: any Encodable & Sendable) {
    library.globals[name] = .value(value)
  }
}
