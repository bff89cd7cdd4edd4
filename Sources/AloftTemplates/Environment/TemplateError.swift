/// Why a template could not be read or rendered: what, where, and in what it was included.
public struct TemplateError: Error, Sendable, CustomStringConvertible {
  /// The kinds of errors.
  public enum Kind: String, Sendable, Hashable {
    /// The source has no sense.
    case syntax
    /// The source names a filter, a test or a block that can't be.
    case assertion
    /// There is no template of the name.
    case notFound
    /// A value that is not there was used.
    case undefined
    /// A value has another type than is needed.
    case type
    /// A value of the right type that can't be used: a division by zero, a text that is no number.
    case value
    /// A limit of a sandbox, or of all renderings, was reached.
    case limit
    /// Something else.
    case runtime
  }

  /// A place in a template.
  public struct Place: Sendable, Hashable {
    /// The template's name; empty for one that has none.
    public let template: String
    /// The line, counted from 1.
    public let line: Int
    /// The column in characters, counted from 1.
    public let column: Int
    /// The line's text; of a long line the part around the column.
    public let excerpt: String
    /// How many characters of the excerpt stand before the place.
    let caret: Int
  }

  /// The kind of the error.
  public let kind: Kind
  /// What is wrong, as a sentence without its full stop.
  public let message: String
  /// What to do about it; `nil` where that can't be said.
  public let fix: String?
  /// Where it is; `nil` where no template is involved.
  public let place: Place?
  /// Where the template was included, extended or called from, the innermost first.
  public let chain: [Place]
  /// The names of the templates that were looked for.
  public let names: [String]

  init(
    _ kind: Kind, _ message: String, fix: String? = nil, place: Place? = nil, chain: [Place] = [], names: [String] = []
  ) {
    self.kind = kind
    self.message = message
    self.fix = fix
    self.place = place
    self.chain = chain
    self.names = names
  }

  init(_ problem: SyntaxProblem, in source: [UInt8], of template: String) {
    self.init(
      problem.isAssertion ? .assertion : .syntax, problem.message, fix: problem.fix,
      place: Program.place(at: problem.offset, in: source, of: template))
  }

  /// The message with place, excerpt, caret and chain, on several lines.
  public var description: String {
    guard let place else { return message }
    var text = "\(place.template):\(place.line):\(place.column): \(message)\n"
    let number = String(place.line)
    let margin = String(repeating: " ", count: number.count)
    text += " \(number) | \(place.excerpt)\n \(margin) | "
    // A tab stays one, so that the caret stands below its character wherever tabs lead to.
    text += String(place.excerpt.prefix(place.caret).map { $0 == "\t" ? "\t" : " " }) + "^\n"
    if let fix { text += " \(margin) = \(fix)\n" }
    for place in chain { text += "   from \(place.template):\(place.line):\(place.column)\n" }
    text.removeLast()
    return text
  }
}
