public import AloftCore

extension TemplateEnvironment {
  /// Looks at all templates: what has no sense, what is missing, and values that are written where escaping does not help.
  ///
  /// - Returns: The problems; the places are those in templates, by their names.
  /// - Throws: What hinders the templates from being listed.
  public func check() throws -> [Diagnostic] {
    let names = try configuration.loader.names
    return names.flatMap { check($0, among: Set(names)) }
  }

  private func check(_ name: String, among names: Set<String>) -> [Diagnostic] {
    do {
      guard let text = try configuration.loader.source(of: name) else { return [] }
      let source = JinjaLexer.normalized(text, keepsTrailingLineBreak: syntax.keepsTrailingLineBreak)
      let (statements, problems) = JinjaParser.read(source, syntax: syntax, options: options)
      guard problems.isEmpty else { return problems.map { diagnostic(TemplateError($0, in: source, of: name), name) } }
      return try check(statements, source, name, among: names)
    } catch let error as TemplateError {
      return [diagnostic(error, name)]
    } catch {
      return [
        Diagnostic(
          id: "template.file", message: "\(error)", place: SourcePlace(file: name, line: 0), fix: "mend the file")
      ]
    }
  }

  private func diagnostic(_ error: TemplateError, _ name: String) -> Diagnostic {
    Diagnostic(
      id: "template.\(error.kind.rawValue)", message: error.message,
      place: SourcePlace(file: name, line: error.place?.line ?? 0), fix: error.fix ?? "see the page on templates")
  }

  private func check(
    _ statements: [Statement], _ source: [UInt8], _ name: String, among names: Set<String>
  ) throws(TemplateError) -> [Diagnostic] {
    do {
      let program = try Compiler.compile(
        statements, name: name, source: source, escapes: configuration.escaping.escapes(name), library: library,
        leavesUnknown: true)
      func diagnostic(_ id: String, _ message: String, _ fix: String, _ offset: Int) -> Diagnostic {
        let place = program.place(at: offset)
        return Diagnostic(id: id, message: message, place: SourcePlace(file: name, line: place.line), fix: fix)
      }
      var found = MissingTemplates.search(statements, names).map { missing in
        diagnostic(
          "template.missing", "there is no template '\(missing.name)'",
          NearestName.of(missing.name, in: names.sorted()).map { "did you mean '\($0)'?" } ?? "add it, or take it out",
          missing.offset)
      }
      // Where it is not certain that a filter is reached, it is an error only when it is.
      found += program.unknownFunctions.map { unknown in
        let known = unknown.isTest ? library.tests.keys.sorted() : library.filters.keys.sorted()
        return diagnostic(
          "template.assertion", "there is no \(unknown.isTest ? "test" : "filter") '\(unknown.name)'",
          NearestName.of(unknown.name, in: known).map { "did you mean '\($0)'?" } ?? "add it to the environment",
          unknown.offset)
      }
      if program.escapes {
        found += EscapingCheck.findings(in: statements, translationsAreSafe: options.translatorsFormat)
          .map { diagnostic($0.id, $0.message, $0.fix, $0.offset) }
      }
      return found
    } catch {
      throw TemplateError(error, in: source, of: name)
    }
  }
}

extension Program {
  /// The filters and tests that nobody knows, with their places.
  fileprivate var unknownFunctions: [(name: String, isTest: Bool, offset: Int)] {
    zip(code.operations, code.operationOffsets).compactMap { operation, offset in
      switch operation {
      case .filter(_, let number, _), .capturedFilter(let number, _):
        let filter = code.filters[Int(number)]
        return filter.filter == nil ? (filter.name, false, Int(offset)) : nil
      case .test(_, let number, _):
        let test = code.tests[Int(number)]
        return test.test == nil ? (test.name, true, Int(offset)) : nil
      default: return nil
      }
    }
  }
}

/// The templates that others name by a fixed text and that are not there.
private struct MissingTemplates {
  private let names: Set<String>
  private var missing: [(name: String, offset: Int)] = []

  static func search(_ statements: [Statement], _ names: Set<String>) -> [(name: String, offset: Int)] {
    var search = MissingTemplates(names: names)
    search.visit(statements)
    return search.missing
  }

  private init(names: Set<String>) { self.names = names }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .extends(let template), .importAll(let template, _, _), .importSome(let template, _, _): note(template)
      case .include(let template, _, let ignoresMissing): if !ignoresMissing { note(template) }
      case .component(let component): note(component.template)
      default: break
      }
      for body in statement.bodies { visit(body) }
    }
  }

  private mutating func note(_ template: Expression) {
    guard case .constant(.text(let name)) = template.kind, !names.contains(name) else { return }
    missing.append((name, template.offset))
  }
}
