/// A file of settings, `NAME=value` a line: the `.env` that many tools read.
///
/// A value may stand in single quotes, where everything means itself, or in double quotes, where `\n`, `\t`, `\"`, `\\`
/// and `\$` are characters; in quotes it may go over several lines. Outside of quotes a blank with `#` begins a comment.
/// Nothing is put in for `$NAME`, and nothing is run. What is wrong with a file is said without what it holds.
public struct EnvironmentFile: Sendable {
  /// A line of the file.
  public struct Entry: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value.
    public let value: String
    /// The line it stands in, counted from 1.
    public let line: Int
  }

  /// Why a file can't be read.
  public struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public let line: Int
    /// The column, in characters, counted from 1.
    public let column: Int
    /// What was expected.
    public let problem: String

    /// `.env, line 3, column 7: a quote is not closed`
    public var description: String { ".env, line \(line), column \(column): \(problem)" }
  }

  /// The lines in order; of a name that stands there several times the last one counts.
  public let entries: [Entry]

  /// Reads a file's text.
  ///
  /// - Throws: ``Malformed`` for the first line that is none.
  public init(parsing text: String) throws(Malformed) {
    var reader = Reader(text)
    var entries: [Entry] = []
    while let entry = try reader.next() { entries.append(entry) }
    self.entries = entries
  }

  /// The last line of a name.
  subscript(name: String) -> Entry? { entries.last { $0.name == name } }
}

extension EnvironmentFile {
  private struct Reader {
    private let text: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String) {
      var scalars = Array(text.unicodeScalars)
      if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
      self.text = scalars
    }

    private var current: Unicode.Scalar? { index < text.count ? text[index] : nil }

    private mutating func advance() {
      if current == "\n" {
        line += 1
        lineStart = index + 1
      }
      index += 1
    }

    private mutating func skipBlanks() {
      while current == " " || current == "\t" { index += 1 }
    }

    private func malformed(_ problem: String) -> Malformed {
      Malformed(line: line, column: index - lineStart + 1, problem: problem)
    }

    mutating func next() throws(Malformed) -> Entry? {
      while true {
        skipBlanks()
        switch current {
        case nil: return nil
        case "\n", "\r": advance()
        case "#": skipLine()
        default: return try readEntry()
        }
      }
    }

    private mutating func skipLine() {
      while let scalar = current, scalar != "\n" {
        _ = scalar
        index += 1
      }
    }

    private mutating func readEntry() throws(Malformed) -> Entry {
      var name = readName()
      if name == "export", current == " " || current == "\t" {
        skipBlanks()
        name = readName()
      }
      guard !name.isEmpty else { throw malformed("a name was expected, of letters, digits and '_'") }
      let start = line
      skipBlanks()
      // It may be a line of a secret, so it is not said again.
      guard current == "=" else { throw malformed("'=' was expected behind the name") }
      index += 1
      skipBlanks()
      let value = try readValue()
      return Entry(name: name, value: value, line: start)
    }

    private mutating func readName() -> String {
      let start = index
      while let scalar = current, scalar == "_" || isLetter(scalar) || (index > start && isDigit(scalar)) { index += 1 }
      return String(String.UnicodeScalarView(text[start..<index]))
    }

    private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private mutating func readValue() throws(Malformed) -> String {
      guard let quote = current, quote == "\"" || quote == "'" else { return try readBareValue() }
      let opening = malformed("the quote is not closed")
      advance()
      var value = String.UnicodeScalarView()
      while let scalar = current, scalar != quote {
        if scalar == "\0" { throw malformed("there is a null character") }
        if quote == "\"", scalar == "\\" {
          index += 1
          guard let escaped = current else { break }
          switch escaped {
          case "n": value.append("\n")
          case "t": value.append("\t")
          case "r": value.append("\r")
          case "\"", "\\", "$": value.append(escaped)
          default:
            value.append("\\")
            value.append(escaped)
          }
        } else {
          value.append(scalar)
        }
        advance()
      }
      guard current == quote else { throw opening }
      index += 1
      skipBlanks()
      guard current == nil || current == "\n" || current == "\r" || current == "#" else {
        throw malformed("the line was expected to end behind the quote")
      }
      skipLine()
      return String(value)
    }

    private mutating func readBareValue() throws(Malformed) -> String {
      var value = String.UnicodeScalarView()
      while let scalar = current, scalar != "\n" {
        if scalar == "\0" { throw malformed("there is a null character") }
        if scalar == "#", value.last == nil || value.last == " " || value.last == "\t" { break }
        value.append(scalar)
        index += 1
      }
      skipLine()
      while let last = value.last, last == " " || last == "\t" || last == "\r" { value.removeLast() }
      return String(value)
    }
  }
}
