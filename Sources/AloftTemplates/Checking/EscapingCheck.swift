/// Finds values that are written where escaping does not help.
struct EscapingCheck {
  struct Finding {
    let id: String
    let message: String
    let fix: String
    let offset: Int
  }

  private(set) var findings: [Finding] = []
  private var state = MarkupState()
  /// Whether what `gettext` and its like give is written as it is.
  private let translationsAreSafe: Bool

  private init(translationsAreSafe: Bool) { self.translationsAreSafe = translationsAreSafe }

  /// The attributes whose values are addresses, where `javascript:` is a script.
  private static let addresses: Set<String> = ["href", "src", "action", "formaction", "xlink:href", "data", "poster"]

  static func findings(in statements: [Statement], translationsAreSafe: Bool) -> [Finding] {
    var check = EscapingCheck(translationsAreSafe: translationsAreSafe)
    check.visit(statements)
    return check.findings
  }

  private mutating func visit(_ statements: [Statement]) { for statement in statements { visit(statement) } }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .text(let text): state.read(text)
    case .output(let values):
      for value in values {
        findTranslations(in: value)
        visit(value)
        state.readValue()
      }
    case .conditional(let branches, let otherwise):
      // Each branch begins where the condition stands; all of them should end alike.
      let start = state
      var ends: [MarkupState] = []
      for branch in branches {
        state = start
        visit(branch.body)
        ends.append(state)
      }
      state = start
      visit(otherwise)
      state = ends.first ?? state
    case .set(_, let value): findTranslations(in: value)
    case .filter(let filter, let body):
      findUnescaped(filter)
      visit(body)
    case .setBlock(_, let filter, let body):
      if let filter { findUnescaped(filter) }
      visitApart([body])
    case .macro: visitApart(statement.bodies)
    case .call(let macro, _): visitApart([macro.body])
    case .component(let component): visitApart(component.fills.map(\.body))
    default: for body in statement.bodies { visit(body) }
    }
  }

  /// What is written somewhere else begins in text.
  private mutating func visitApart(_ bodies: [[Statement]]) {
    let start = state
    for body in bodies {
      state = MarkupState()
      visit(body)
    }
    state = start
  }

  // MARK: - What is safe and was not made so

  /// Finds filters of blocks after which what was escaped in the block is so no longer; it is not escaped again.
  private mutating func findUnescaped(_ filter: Expression) {
    let names = filters(of: filter)
    guard let place = names.lastIndex(of: "striptags"),
      !names[place...].contains(where: { ["escape", "e", "forceescape"].contains($0) })
    else { return }
    add(
      "template.unescaped", "'striptags' takes back what was escaped in this block, and it is not escaped again",
      "write striptags|escape", filter)
  }

  /// Finds translated texts that are no constants: they are written as they are.
  private mutating func findTranslations(in value: Expression) {
    if translationsAreSafe, case .call(let callee, let arguments) = value.kind, case .name(let name) = callee.kind,
      let texts = Self.translated[name]
    {
      for (place, text) in arguments.positional.enumerated() where texts.contains(place) {
        if case .constant = text.kind { continue }
        add(
          "template.translation", "a text that is translated is not escaped, and this one is no constant",
          "write \(name)('%(text)s', text=…)", text)
      }
    }
    for child in value.children { findTranslations(in: child) }
  }

  /// The functions that translate, and which of their arguments are texts.
  private static let translated: [String: Set<Int>] = [
    "_": [0], "gettext": [0], "ngettext": [0, 1], "pgettext": [1], "npgettext": [1, 2],
  ]

  // MARK: - Where a value stands

  private mutating func visit(_ value: Expression) {
    guard !isHarmless(value) else { return }
    switch state.place {
    case .rawText where state.isScript:
      if lastFilter(of: value) != "tojson" {
        add("template.script", "a value in a script is not escaped for it", "write {{ …|tojson }}", value)
      }
    case .tag, .attributeName, .beforeValue, .value(quote: nil):
      if lastFilter(of: value) != "xmlattr" {
        add(
          "template.unquoted-attribute", "a value of an attribute without quotes can begin another attribute",
          "put quotes around it", value)
      }
    case .value(quote: let quote?):
      if quote == UInt8(ascii: "\""), lastFilter(of: value) == "tojson" {
        add(
          "template.json-attribute", "the quotes of JSON end the attribute",
          "put single quotes around the attribute, or write {{ …|tojson|forceescape }}", value)
      } else if state.attribute == "srcdoc" {
        guard filters(of: value).suffix(2) != ["escape", "forceescape"] else { return }
        add(
          "template.srcdoc", "a value of 'srcdoc' is read as a page, in which it is not escaped",
          "write {{ …|escape|forceescape }}", value)
      } else if state.attribute.hasPrefix("on") {
        add(
          "template.script", "a value in a script of an attribute is not escaped for it",
          "keep it in a data- attribute, and read that in the script", value)
      } else if state.isAtValueStart, Self.addresses.contains(state.attribute) {
        add(
          "template.url", "a value at the beginning of '\(state.attribute)' can be a javascript: address",
          "let a part that is fixed come first, or make sure where the value comes from", value)
      }
    default: break
    }
  }

  private mutating func add(_ id: String, _ message: String, _ fix: String, _ value: Expression) {
    findings.append(Finding(id: id, message: message, fix: fix, offset: value.offset))
  }

  /// Whether a value is a constant, a number, or made by a function that makes addresses.
  private func isHarmless(_ value: Expression) -> Bool {
    switch value.kind {
    case .constant: return true
    case .conditional(_, let then, let otherwise): return isHarmless(then) && otherwise.map(isHarmless) ?? true
    case .call(let callee, _):
      if case .name(let name) = callee.kind { return ["url_for", "csp_nonce", "csrf_token"].contains(name) }
      return false
    case .filter(_, let name, _): return ["int", "float", "length", "count", "round", "urlencode"].contains(name)
    case .attribute(let base, let name):
      if case .name("loop") = base.kind { return ["index", "index0", "length", "revindex", "depth"].contains(name) }
      return false
    default: return false
    }
  }

  private func lastFilter(of value: Expression) -> String? { filters(of: value).last }

  /// The filters of a value, the first that is applied first.
  private func filters(of value: Expression) -> [String] {
    guard case .filter(let base, let name, _) = value.kind else { return [] }
    return (base.map { filters(of: $0) } ?? []) + [name]
  }
}
