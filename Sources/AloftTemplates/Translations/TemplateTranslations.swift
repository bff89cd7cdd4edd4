/// Finds translations of the texts in templates, as gettext's catalogs have them.
public protocol TemplateTranslations: Sendable {
  /// The translation of a text.
  ///
  /// - Parameters:
  ///   - text: The text as the template has it.
  ///   - context: What tells it apart from equal texts of another meaning; `nil` where the template says nothing.
  /// - Returns: `nil` where there is none.
  func translation(of text: String, context: String?) -> String?

  /// The translation of a text that depends on a number.
  ///
  /// - Parameters:
  ///   - singular: The text for one.
  ///   - plural: The text for other numbers.
  ///   - count: The number.
  ///   - context: What tells it apart from equal texts of another meaning; `nil` where the template says nothing.
  /// - Returns: `nil` where there is none.
  func translation(of singular: String, plural: String, count: Int, context: String?) -> String?
}

/// The functions that translated texts are calls of.
enum Gettext {
  static let functions: [String: TemplateGlobal] = [
    "gettext": .function { try translate($0, hasContext: false, &$1) },
    "_": .function { try translate($0, hasContext: false, &$1) },
    "pgettext": .function { try translate($0, hasContext: true, &$1) },
    "ngettext": .function { try translateCounted($0, hasContext: false, &$1) },
    "npgettext": .function { try translateCounted($0, hasContext: true, &$1) },
  ]

  private static func translate(
    _ arguments: Arguments, hasContext: Bool, _ machine: inout Machine
  ) throws -> TemplateData {
    let texts = try arguments.positional.map { try machine.text(of: $0) }
    guard texts.count == (hasContext ? 2 : 1), let text = texts.last else {
      throw RenderFailure(
        .type, "\(hasContext ? "pgettext" : "gettext")() takes \(hasContext ? "context and text" : "one text")")
    }
    let found = machine.translations?.translation(of: text, context: hasContext ? texts[0] : nil)
    // A text without a translation is the template's own, and markup if it was.
    if found == nil, !machine.environment.options.translatorsFormat { return arguments.positional.last ?? .text(text) }
    return try formatted(found ?? text, arguments.named, &machine)
  }

  private static func translateCounted(
    _ arguments: Arguments, hasContext: Bool, _ machine: inout Machine
  ) throws -> TemplateData {
    let values = arguments.positional
    guard values.count == (hasContext ? 4 : 3), let last = values.last else {
      throw RenderFailure(.type, "\(hasContext ? "npgettext" : "ngettext")() takes two texts and a number")
    }
    if case .undefined(let undefined) = last, undefined.kind == .strict { throw undefined.failure }
    // What is no number is not one of anything.
    let number = last.number ?? 0
    let count = number.isFinite && number.magnitude < 9e18 ? Int(number) : 0
    let texts = try values.dropLast().map { try machine.text(of: $0) }
    let singular = texts[texts.count - 2]
    let plural = texts[texts.count - 1]
    let found =
      machine.translations?.translation(
        of: singular, plural: plural, count: count, context: hasContext ? texts[0] : nil)
      ?? (number == 1 ? singular : plural)
    var named = arguments.named
    if !named.contains(where: { $0.name == "num" }) { named.append(("num", last)) }
    return try formatted(found, named, &machine)
  }

  private static func formatted(
    _ text: String, _ named: [(name: String, value: TemplateData)], _ machine: inout Machine
  ) throws -> TemplateData {
    guard machine.environment.options.translatorsFormat else { return .text(text) }
    let values = DictionaryData()
    for (name, value) in named { try values.set(.text(name), value) }
    return try machine.formatted(text, .dictionary(values), isSafe: machine.escapes)
  }
}
