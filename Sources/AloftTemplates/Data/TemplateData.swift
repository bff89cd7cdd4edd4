/// What a template computes with.
///
/// It belongs to one rendering and is not `Sendable`: lists and dictionaries are shared by all who hold them, as the
/// language has it, and a template may change those it made.
public enum TemplateData {
  /// No value, not even an undefined one.
  case missing
  case undefined(Undefined)
  case none
  case bool(Bool)
  case int(Int)
  case double(Double)
  /// Text that is escaped where texts are.
  case text(String)
  /// Text that is safe as it is.
  case markup(String)
  case list(ListData)
  /// Like a list, but never changed.
  case tuple(ListData)
  case dictionary(DictionaryData)
  /// Everything else: values of Swift types, functions, namespaces, what a loop knows of itself.
  case object(TemplateObject)
}

extension TemplateData {
  static func list(_ elements: [TemplateData]) -> TemplateData { .list(ListData(elements)) }
  static func tuple(_ elements: [TemplateData]) -> TemplateData { .tuple(ListData(elements)) }
  static func text(_ text: String, safe: Bool) -> TemplateData { safe ? .markup(text) : .text(text) }

  var isMissing: Bool { if case .missing = self { true } else { false } }
  var isUndefined: Bool {
    switch self {
    case .missing, .undefined: true
    default: false
    }
  }
  var isMarkup: Bool { if case .markup = self { true } else { false } }
  /// Whether what it prints is safe.
  var isSafe: Bool {
    switch self {
    case .markup: true
    case .object(let object): object.isSafe
    default: false
    }
  }

  /// The text of a text, safe or not.
  var string: String? {
    switch self {
    case .text(let text), .markup(let text): text
    default: nil
    }
  }

  /// The number of a whole number; a truth value counts as one.
  var integer: Int? {
    switch self {
    case .int(let number): number
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The number of any number.
  var number: Double? {
    switch self {
    case .double(let number): number
    default: integer.map(Double.init)
    }
  }

  /// The name of its type, as messages have it.
  var typeName: String {
    switch self {
    case .missing, .undefined: "Undefined"
    case .none: "NoneType"
    case .bool: "bool"
    case .int: "int"
    case .double: "float"
    case .text: "str"
    case .markup: "Markup"
    case .list: "list"
    case .tuple: "tuple"
    case .dictionary: "dict"
    case .object(let object): object.typeName
    }
  }
}
