/// How templates in Jinja's language are spelled, and what becomes of the blanks around their tags.
public struct JinjaSyntax: Sendable, Hashable {
  /// What begins a statement.
  public var statementBegin = "{%"
  /// What ends a statement.
  public var statementEnd = "%}"
  /// What begins an output.
  public var outputBegin = "{{"
  /// What ends an output.
  public var outputEnd = "}}"
  /// What begins a comment.
  public var commentBegin = "{#"
  /// What ends a comment.
  public var commentEnd = "#}"
  /// What makes a line a statement, `#`; none unless set.
  public var lineStatementPrefix: String?
  /// What makes the rest of a line a comment, `##`; none unless set.
  public var lineCommentPrefix: String?
  /// Whether the first line break behind a statement is left out.
  public var trimsBlocks = false
  /// Whether blanks between the beginning of a line and a statement are left out.
  public var stripsBeforeBlocks = false
  /// Whether a line break at the end of a template stays.
  public var keepsTrailingLineBreak = false
  /// The line break of the output.
  public var lineBreak = "\n"
  /// The statements beyond the language's core that are known.
  public var extensions: Set<Extension> = Set(Extension.allCases)

  /// Statements beyond the core of Jinja's language.
  public enum Extension: Sendable, Hashable, CaseIterable {
    /// `{% do … %}`
    case evaluation
    /// `{% break %}` and `{% continue %}`
    case loopControls
    /// `{% trans %}`
    case translation
    /// `{% component %}`, `{% slot %}` and `{% parameters %}`, which are Aloft's own
    case components
  }

  /// The usual spelling.
  public init() {}
}
