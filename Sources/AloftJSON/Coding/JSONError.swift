internal import AloftCore

/// What is wrong with a JSON text, or with a value that should become one.
///
/// Path, line, column and suggestion are found when they are asked for, so that an error which is caught and forgotten
/// costs little; until then the error keeps the text it was read from.
public struct JSONError: Error, Sendable, CustomStringConvertible {
  /// The kinds of errors.
  public enum Reason: Sendable, Hashable {
    /// The text is not JSON (RFC 8259).
    case malformed
    /// A key stands twice in one object.
    case duplicateKey
    /// Arrays and objects are nested deeper than allowed.
    case tooDeep
    /// The text is longer than can be read.
    case tooLarge
    /// An object lacks a key.
    case missingKey
    /// A value is not of the kind that was asked for, such as a string where a number should be.
    case wrongKind
    /// A number does not fit into its type.
    case outOfRange
    /// A value is of the right kind, but its type refuses it.
    case invalid
    /// A value can't be written as JSON.
    case unwritable
  }

  /// A step on the way from the top of a document to a value.
  public enum Step: Sendable, Hashable {
    /// The member of an object with that name.
    case key(String)
    /// The element of an array at that index, counted from 0.
    case index(Int)
  }

  enum Place: Sendable {
    case document(Document, node: Int?, offset: Int)
    case steps([Step])
  }

  struct MissingKey: Sendable {
    let name: String
    /// Whether the type that was read has another key of that name, which then is no misspelling.
    let isKnown: @Sendable (String) -> Bool
  }

  /// The kind of the error.
  public let reason: Reason
  /// What was expected and what was found, as a sentence without its full stop; the place is not in it.
  public let problem: String
  /// The problem as it goes on behind the name of a field: in a small letter.
  package var problemBehindName: String { problem.prefix(1).lowercased() + problem.dropFirst() }
  let place: Place
  private let missingKey: MissingKey?
  /// The key that is missing, which is not among the ``steps``; `nil` for other reasons.
  package var missingName: String? { missingKey?.name }

  init(_ reason: Reason, _ problem: String, at place: Place, missingKey: MissingKey? = nil) {
    self.reason = reason
    self.problem = problem
    self.place = place
    self.missingKey = missingKey
  }

  /// The way from the top of the document to the value; empty for the value at the top.
  public var steps: [Step] {
    switch place {
    case .document(let document, let node?, _): document.steps(to: node)
    case .document: []
    case .steps(let steps): steps
    }
  }

  /// The way to the value as text, such as `items[3].price`; empty for the value at the top.
  public var path: String { Self.path(steps) }

  /// The index of the byte where the problem is, counted from 0; `nil` for a value that was to be written.
  public var offset: Int? {
    guard case .document(_, _, let offset) = place else { return nil }
    return offset
  }

  /// The line where the problem is, counted from 1; `nil` for a value that was to be written.
  public var line: Int? { lineAndColumn?.line }

  /// The column where the problem is, in Unicode scalars, counted from 1; `nil` for a value that was to be written.
  public var column: Int? { lineAndColumn?.column }

  /// A key of the object that was probably meant to be the missing one; `nil` if there is none.
  public var suggestion: String? {
    guard let missingKey, case .document(let document, let node?, _) = place else { return nil }
    let unknown = document.keys(of: node, limit: 100).filter { !missingKey.isKnown($0) }
    return NearestName.of(missingKey.name, in: unknown)
  }

  /// The problem with its place, such as `Expected a number, but found a string: items[3].price (line 4, column 17)`.
  public var description: String {
    var text = problem
    if let suggestion { text += "; there is '\(suggestion.shortened)'" }
    let path = path
    if !path.isEmpty { text += ": " + path }
    if let (line, column) = lineAndColumn { text += " (line \(line), column \(column))" }
    return text
  }

  private var lineAndColumn: (line: Int, column: Int)? {
    guard case .document(let document, _, let offset) = place else { return nil }
    return document.lineAndColumn(of: offset)
  }

  private static func path(_ steps: [Step]) -> String {
    var path = ""
    for step in steps {
      switch step {
      case .index(let index): path += "[\(index)]"
      case .key(let name):
        if name.isPlainName {
          path += path.isEmpty ? name : "." + name
        } else {
          path += "['\(name.shortened)']"
        }
      }
    }
    return path
  }
}

extension JSONError: CustomDebugStringConvertible, CustomReflectable {
  /// The description.
  public var debugDescription: String { description }

  /// The reason and the problem with its place; not the text that was read, which may be long, nor its tape.
  public var customMirror: Mirror {
    Mirror(self, children: ["reason": reason, "problem": problem, "path": path, "offset": offset as Any])
  }
}

extension Document {
  /// The names of an object's members, those that are short enough to be names and not more than `limit`.
  fileprivate func keys(of object: Int, limit: Int) -> [String] {
    var names: [String] = []
    guard nodes.indices.contains(object), nodes[object].kind == .object else { return names }
    var key = object + 1
    while key < Int(nodes[object].next), names.count < limit {
      if nodes[key].range.count <= 64 { names.append(text(of: nodes[key])) }
      key = Int(nodes[key + 1].next)
    }
    return names
  }
}

extension String {
  /// The text for a message: strangers choose names, and a message must not be as long as they please, nor break lines.
  var shortened: String {
    var text = ""
    for scalar in unicodeScalars.prefix(41) {
      if text.unicodeScalars.count == 40 { return text + "…" }
      text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return text
  }

  fileprivate var isPlainName: Bool {
    let bytes = utf8
    guard let first = bytes.first, !first.isDigit, bytes.count <= 40 else { return false }
    return bytes.allSatisfy {
      $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || (0x61...0x7A).contains($0 | 0x20)
    }
  }
}
