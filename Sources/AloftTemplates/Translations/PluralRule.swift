/// Which of its forms a text has for a number: the header's `Plural-Forms`, an expression of C with the number as `n`.
struct PluralRule: Sendable {
  private indirect enum Term: Sendable {
    case number(Int)
    case count
    case not(Term)
    case binary(String, Term, Term)
    case choice(Term, Term, Term)
  }

  private let term: Term
  private let formCount: Int

  /// The rule of a catalog's header; one form for 1 and one for all others where it says nothing.
  static func of(header: String) throws(GettextCatalog.Problem) -> PluralRule {
    let lines = header.split(separator: "\n")
    guard let line = lines.first(where: { $0.lowercased().hasPrefix("plural-forms:") }) else {
      return PluralRule(term: .binary("!=", .count, .number(1)), formCount: 2)
    }
    var count = 2
    var term: Term?
    for part in line.dropFirst(13).split(separator: ";") {
      let text = TemplateText.stripped(String(part))
      if text.hasPrefix("nplurals"), let number = text.split(separator: "=").last {
        count = Int(TemplateText.stripped(String(number))) ?? 2
      } else if text.hasPrefix("plural"), let equals = text.firstIndex(of: "=") {
        var parser = Parser(String(text[text.index(after: equals)...]))
        term = try parser.whole()
      }
    }
    guard let term else { throw GettextCatalog.Problem(message: "Plural-Forms has no 'plural='", line: nil) }
    return PluralRule(term: term, formCount: max(1, count))
  }

  /// The index of the form; 0 where the rule gives none.
  func form(of count: Int) -> Int {
    let form = Self.value(term, count)
    return (0..<formCount).contains(form) ? form : 0
  }

  private static func value(_ term: Term, _ n: Int) -> Int {
    switch term {
    case .number(let number): return number
    case .count: return n
    case .not(let one): return value(one, n) == 0 ? 1 : 0
    case .choice(let condition, let a, let b): return value(condition, n) != 0 ? value(a, n) : value(b, n)
    case .binary(let sign, let a, let b):
      let left = value(a, n)
      if sign == "&&" { return left != 0 && value(b, n) != 0 ? 1 : 0 }
      if sign == "||" { return left != 0 || value(b, n) != 0 ? 1 : 0 }
      let right = value(b, n)
      switch sign {
      case "==": return left == right ? 1 : 0
      case "!=": return left != right ? 1 : 0
      case "<": return left < right ? 1 : 0
      case ">": return left > right ? 1 : 0
      case "<=": return left <= right ? 1 : 0
      case ">=": return left >= right ? 1 : 0
      case "+": return left &+ right
      case "-": return left &- right
      case "*": return left &* right
      case "/": return right == 0 ? 0 : left.dividedReportingOverflow(by: right).partialValue
      default: return right == 0 ? 0 : left.remainderReportingOverflow(dividingBy: right).partialValue
      }
    }
  }

  private struct Parser {
    private let tokens: [String]
    private var place = 0
    private var depth = 0
    private static let levels = [["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"]]

    init(_ text: String) {
      var tokens: [String] = []
      var rest = Array(text.utf8)[...]
      while let byte = rest.popFirst() {
        if byte.isTemplateBlank { continue }
        if byte.isDigit {
          var digits = [byte]
          while let next = rest.first, next.isDigit { digits.append(rest.removeFirst()) }
          tokens.append(String(decoding: digits, as: UTF8.self))
          continue
        }
        if let next = rest.first,
          ["||", "&&", "==", "!=", "<=", ">="].contains(String(decoding: [byte, next], as: UTF8.self))
        {
          rest.removeFirst()
          tokens.append(String(decoding: [byte, next], as: UTF8.self))
        } else {
          tokens.append(String(decoding: [byte], as: UTF8.self))
        }
      }
      self.tokens = tokens
    }

    private var next: String? { place < tokens.count ? tokens[place] : nil }

    private func problem() -> GettextCatalog.Problem {
      GettextCatalog.Problem(message: "the rule of Plural-Forms has no sense at '\(next ?? "its end")'", line: nil)
    }

    mutating func whole() throws(GettextCatalog.Problem) -> Term {
      let term = try choice()
      guard next == nil else { throw problem() }
      return term
    }

    private mutating func choice() throws(GettextCatalog.Problem) -> Term {
      depth += 1
      defer { depth -= 1 }
      guard depth < 50 else { throw problem() }
      let condition = try level(0)
      guard next == "?" else { return condition }
      place += 1
      let then = try choice()
      guard next == ":" else { throw problem() }
      place += 1
      return .choice(condition, then, try choice())
    }

    private mutating func level(_ number: Int) throws(GettextCatalog.Problem) -> Term {
      guard number < Self.levels.count else { return try value() }
      var left = try level(number + 1)
      var links = 0
      while let sign = next, Self.levels[number].contains(sign) {
        links += 1
        guard links < 50 else { throw problem() }
        place += 1
        left = .binary(sign, left, try level(number + 1))
      }
      return left
    }

    private mutating func value() throws(GettextCatalog.Problem) -> Term {
      guard let token = next else { throw problem() }
      place += 1
      switch token {
      case "n": return .count
      case "!":
        depth += 1
        defer { depth -= 1 }
        guard depth < 50 else { throw problem() }
        return .not(try value())
      case "(":
        let term = try choice()
        guard next == ")" else { throw problem() }
        place += 1
        return term
      default:
        guard let number = Int(token) else {
          place -= 1
          throw problem()
        }
        return .number(number)
      }
    }
  }
}
