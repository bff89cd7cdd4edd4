/// The kinds of values that methods can be added to.
public enum TemplateValueKind: Sendable, Hashable {
  case text, number, list, dictionary

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
