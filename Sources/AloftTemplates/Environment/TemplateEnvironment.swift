internal import AloftCore
internal import Synchronization

/// Templates with what they have in common: where they come from, how they are spelled, what they can use.
public final class TemplateEnvironment: Sendable {
  let syntax: JinjaSyntax
  let library: TemplateLibrary
  let limits: TemplateLimits
  let options: JinjaOptions
  let translations: (any TemplateTranslations)?
  let undefinedKind: Undefined.Kind
  /// Whether printing an undefined value, and looping over one, is told or an error.
  let undefinedIsReported: Bool
  let configuration: TemplateConfiguration
  private let cache = Mutex<[String: Program]>([:])
  private let reported = Mutex<Set<String>>([])

  /// Creates an environment.
  public init(_ configuration: TemplateConfiguration = TemplateConfiguration()) {
    self.configuration = configuration
    syntax = configuration.syntax
    library = configuration.library
    limits = configuration.limits
    options = configuration.options
    translations = configuration.translations
    undefinedKind = configuration.undefined.kind
    undefinedIsReported = configuration.undefined.isReported
  }

  // MARK: - Templates

  /// The template of a name; with `#` and a block's name behind it that block alone, `page.html#comments`.
  ///
  /// - Throws: ``TemplateError`` if there is none, or it has no sense.
  public func template(_ name: String) throws(TemplateError) -> Template {
    guard let mark = name.lastIndex(of: "#") else { return Template(try program(name), self) }
    let block = String(name[name.index(after: mark)...])
    return Template(try program(String(name[..<mark])), self, block: block)
  }

  /// A template from text.
  ///
  /// - Parameters:
  ///   - source: The template.
  ///   - name: What errors name it, and what decides whether it escapes.
  public func template(source: String, name: String = "<template>") throws(TemplateError) -> Template {
    Template(try compile(source, name), self)
  }

  func program(_ name: String) throws(TemplateError) -> Program {
    guard let program = try program(ifThere: name) else { throw notFound(name) }
    return program
  }

  func program(ifThere name: String) throws(TemplateError) -> Program? {
    let known = cache.withLock { $0[name] }
    if let known, !configuration.reloads { return known }
    let source: String?
    do {
      source = try configuration.loader.source(of: name)
    } catch let error as TemplateError {
      throw error
    } catch {
      throw TemplateError(.notFound, "the template '\(name)' can't be read: \(error)", names: [name])
    }
    guard let source else { return nil }
    let normalized = JinjaLexer.normalized(source, keepsTrailingLineBreak: syntax.keepsTrailingLineBreak)
    if let known, known.source == normalized { return known }
    let program = try compile(source, name)
    return cache.withLock { cache in
      // Another thread may have been faster, and whoever asks gets the same program.
      if let known = cache[name], known.source == program.source { return known }
      cache[name] = program
      return program
    }
  }

  func notFound(_ name: String) -> TemplateError {
    let names = (try? configuration.loader.names) ?? []
    let fix = NearestName.of(name, in: names).map { "did you mean '\($0)'?" }
    return TemplateError(.notFound, "there is no template '\(name)'", fix: fix, names: [name])
  }

  func compile(_ text: String, _ name: String) throws(TemplateError) -> Program {
    let source = JinjaLexer.normalized(text, keepsTrailingLineBreak: syntax.keepsTrailingLineBreak)
    do {
      let statements = try JinjaParser.parse(source, syntax: syntax, options: options)
      return try Compiler.compile(
        statements, name: name, source: source, escapes: configuration.escaping.escapes(name), library: library)
    } catch {
      throw TemplateError(error, in: source, of: name)
    }
  }

  func observe(_ name: String, _ context: TemplateContext) { configuration.observer?(name, context) }

  // MARK: - Undefined values

  /// Tells of an undefined value that was printed or looped over: once for each place, or as an error.
  func report(_ undefined: Undefined, at error: TemplateError) throws {
    guard let report = configuration.undefined.report else { throw error }
    let place = error.place.map { "\($0.template):\($0.line):\($0.column)" } ?? ""
    let isNew = reported.withLock { reported in
      // A template that is made anew all the time would fill the memory.
      if reported.count > 10_000 { reported = [] }
      return reported.insert(place).inserted
    }
    if isNew { report(error) }
  }
}
