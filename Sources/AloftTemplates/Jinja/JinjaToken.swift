/// A token of Jinja's language.
struct JinjaToken: Sendable {
  enum Kind: Sendable, Equatable {
    case data, outputBegin, outputEnd, statementBegin, statementEnd
    case name, integer, float, string
    case symbol(Symbol)
    case end
  }

  /// Spelled as in a template.
  enum Symbol: String, Sendable, CaseIterable {
    case power = "**"
    case floorDivide = "//"
    case equal = "=="
    case notEqual = "!="
    case greaterOrEqual = ">="
    case lessOrEqual = "<="
    case add = "+"
    case subtract = "-"
    case divide = "/"
    case multiply = "*"
    case remainder = "%"
    case tilde = "~"
    case openBracket = "["
    case closeBracket = "]"
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBrace = "{"
    case closeBrace = "}"
    case greater = ">"
    case less = "<"
    case assign = "="
    case dot = "."
    case colon = ":"
    case pipe = "|"
    case comma = ","
    case semicolon = ";"
  }

  let kind: Kind
  /// Its text; of a string its value.
  let text: String
  /// Where it begins, in bytes of the source.
  let offset: Int

  func isName(_ name: String) -> Bool { kind == .name && text == name }
  func isSymbol(_ symbol: Symbol) -> Bool { kind == .symbol(symbol) }

  /// How a message names it.
  var description: String { kind == .name ? text : Self.description(of: kind) }

  static func description(of kind: Kind) -> String {
    switch kind {
    case .data: "template data / text"
    case .outputBegin: "begin of print statement"
    case .outputEnd: "end of print statement"
    case .statementBegin: "begin of statement block"
    case .statementEnd: "end of statement block"
    case .name: "name"
    case .integer: "integer"
    case .float: "float"
    case .string: "string"
    case .symbol(let symbol): symbol.rawValue
    case .end: "end of template"
    }
  }
}
