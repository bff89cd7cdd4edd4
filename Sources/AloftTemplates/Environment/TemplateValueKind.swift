/// The kinds of values that methods can be added to.
public enum TemplateValueKind: Sendable, Hashable {
  /// Text, safe or not.
  case text
  /// Numbers of all kinds, and truth values.
  case number
  /// Lists and tuples.
  case list
  /// Values under keys.
  case dictionary

  /// The kind of a value; `nil` for others.
  init?(_ data: TemplateData) {
    switch data {
    case .text, .markup: self = .text
    case .int, .double, .bool: self = .number
    case .list, .tuple: self = .list
    case .dictionary: self = .dictionary
    default: return nil
    }
  }
}
