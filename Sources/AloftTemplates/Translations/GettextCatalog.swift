/// Translations from a catalog of gettext's, `.po` as people write it or `.mo` as machines read it.
public struct GettextCatalog: TemplateTranslations {
  /// Why a catalog can't be read.
  public struct Problem: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let message: String
    /// The line, counted from 1; `nil` in a file for machines.
    public let line: Int?

    /// The message, with the line in front.
    public var description: String { line.map { "line \($0): \(message)" } ?? message }
  }

  struct Key: Hashable {
    let context: String?
    let text: String
  }

  /// The forms of each text.
  private let forms: [Key: [String]]
  private let plural: PluralRule

  init(_ messages: [(key: Key, forms: [String])]) throws(Problem) {
    // The text of nothing holds the header.
    let header = messages.first { $0.key == Key(context: nil, text: "") }?.forms.first ?? ""
    plural = try PluralRule.of(header: header)
    forms = Dictionary(messages.filter { !$0.key.text.isEmpty }.map { ($0.key, $0.forms) }) { $1 }
  }

  /// Reads a catalog as people write it.
  ///
  /// - Parameter text: The `.po` file's text.
  public init(po text: String) throws(Problem) { try self.init(try POReader.read(text)) }

  /// Reads a catalog as machines read it.
  ///
  /// - Parameter bytes: The `.mo` file's bytes.
  public init(mo bytes: [UInt8]) throws(Problem) { try self.init(try MOReader.read(bytes)) }

  /// The translation of a text; `nil` where the catalog has none.
  public func translation(of text: String, context: String?) -> String? {
    forms[Key(context: context, text: text)]?.first { !$0.isEmpty }
  }

  /// The form of a text that belongs to a number, by the catalog's rule; `nil` where the catalog has none.
  public func translation(of singular: String, plural: String, count: Int, context: String?) -> String? {
    guard let forms = forms[Key(context: context, text: singular)] else { return nil }
    let index = self.plural.form(of: count)
    return forms.indices.contains(index) && !forms[index].isEmpty ? forms[index] : nil
  }
}
