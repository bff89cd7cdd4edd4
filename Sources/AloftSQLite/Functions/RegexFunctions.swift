internal import AloftSQL

/// Regular expressions, by the names of PostgreSQL's functions and for SQLite's operator `regexp`.
enum RegexFunctions {
  static let names = ["regexp", "regexp_like", "regexp_replace", "regexp_count"]

  static var all: [BuiltInFunction] {
    [
      BuiltInFunction("regexp", 2) { try match($0, text: 1, pattern: 0, flags: nil) },
      BuiltInFunction("regexp_like", 2) { try match($0, text: 0, pattern: 1, flags: nil) },
      BuiltInFunction("regexp_like", 3) { try match($0, text: 0, pattern: 1, flags: 2) },
      BuiltInFunction("regexp_count", 2) { try count($0) },
      BuiltInFunction("regexp_replace", 3) { try replace($0, flags: nil) },
      BuiltInFunction("regexp_replace", 4) { try replace($0, flags: 3) },
    ]
  }

  private static func match(_ call: FunctionCall, text: Int, pattern: Int, flags: Int?) throws {
    guard let text = try call.text(text), let pattern = try compiled(call, pattern, flags) else {
      return call.giveNull()
    }
    call.give(try pattern.regex.firstMatch(in: text) == nil ? 0 : 1)
  }

  private static func count(_ call: FunctionCall) throws {
    guard let text = try call.text(0), let pattern = try compiled(call, 1, nil) else { return call.giveNull() }
    call.give(Int64(text.matches(of: pattern.regex).count))
  }

  private static func replace(_ call: FunctionCall, flags: Int?) throws {
    guard let text = try call.text(0), let pattern = try compiled(call, 1, flags), let new = try call.text(2) else {
      return call.giveNull()
    }
    call.give(
      text.replacing(pattern.regex, maxReplacements: pattern.isGlobal ? .max : 1) { expanded(new, $0) })
  }

  /// The replacement with what `\1` to `\9` and `\&` stand for.
  private static func expanded(_ replacement: String, _ match: Regex<AnyRegexOutput>.Match) -> String {
    var result = ""
    var rest = replacement[...]
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.popFirst() else {
        result.append(character)
        continue
      }
      if next == "&" {
        result += match.0.utf8.isEmpty ? "" : match.output[0].substring ?? ""
      } else if let group = next.wholeNumberValue, next.isASCII, group > 0 {
        if group < match.output.count { result += match.output[group].substring ?? "" }
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// A pattern with its flags, compiled.
  private final class Pattern {
    let regex: Regex<AnyRegexOutput>
    let isGlobal: Bool
    let flags: String

    init(_ text: String, _ flags: String) throws {
      do {
        regex = try Self.regex(text, flags)
      } catch let error as SQLError {
        throw error
      } catch {
        throw SQLError(.invalidValue, "the pattern is not a regular expression: \(error)")
      }
      self.flags = flags
      isGlobal = flags.utf8.contains(UInt8(ascii: "g"))
    }

    private static func regex(_ text: String, _ flags: String) throws -> Regex<AnyRegexOutput> {
      // As in PostgreSQL: characters are those of Unicode, and a line's end is one of them.
      var regex = try Regex(text).matchingSemantics(.unicodeScalar).dotMatchesNewlines(true)
      for flag in flags {
        switch flag {
        case "i": regex = regex.ignoresCase()
        case "c": regex = regex.ignoresCase(false)
        case "n", "m": regex = regex.dotMatchesNewlines(false).anchorsMatchLineEndings()
        case "s": regex = regex.dotMatchesNewlines(true).anchorsMatchLineEndings(false)
        case "g": break
        default: throw SQLError(.invalidValue, "'\(flag)' is not a flag of regular expressions: i, c, n, m, s, g are")
        }
      }
      return regex
    }
  }

  private static func compiled(_ call: FunctionCall, _ index: Int, _ flagsIndex: Int?) throws -> Pattern? {
    guard let text = try call.text(index) else { return nil }
    var flags = ""
    if let flagsIndex {
      guard let given = try call.text(flagsIndex) else { return nil }
      flags = given
    }
    let kept = try call.kept(index) { try Pattern(text, flags) }
    // The pattern may be the same for all rows while the flags are not.
    return kept.flags == flags ? kept : try Pattern(text, flags)
  }
}
