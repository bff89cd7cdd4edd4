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

/// The elements of a list or a tuple.
public final class ListData {
  @exclusivity(unchecked) var elements: [TemplateData]
  /// The names of the elements, of a tuple that has some.
  let names: [String]

  @usableFromInline package init(_ elements: [TemplateData], names: [String] = []) {
    self.elements = elements
    self.names = names
  }

  deinit { Teardown.dismantle(&elements) }
}

/// Takes lists in lists apart one after the other: a template can make them so deep that ending one within the end of
/// another would take all of the stack.
enum Teardown {
  static func dismantle(_ elements: inout [TemplateData]) {
    guard elements.contains(where: holdsOthers) else { return }
    var pending: [TemplateData] = []
    swap(&pending, &elements)
    while !pending.isEmpty {
      // Not kept in a variable, which would be a further reference.
      var (list, dictionary, object) = containers(of: pending.removeLast())
      if list != nil, isKnownUniquelyReferenced(&list) {
        pending += list?.elements ?? []
        list?.elements = []
      } else if dictionary != nil, isKnownUniquelyReferenced(&dictionary) {
        pending += dictionary?.values ?? []
        dictionary?.removeAll()
      } else if object != nil, isKnownUniquelyReferenced(&object) {
        pending += object?.takeHeld() ?? []
      }
    }
  }

  /// What a value holds others in; consumed, so that what is returned may be the last reference.
  private static func containers(
    of data: consuming TemplateData
  ) -> (ListData?, DictionaryData?, TemplateObject?) {
    switch consume data {
    case .list(let list), .tuple(let list): (list, nil, nil)
    case .dictionary(let dictionary): (nil, dictionary, nil)
    case .object(let object) where object.holdsOthers: (nil, nil, object)
    default: (nil, nil, nil)
    }
  }

  private static func holdsOthers(_ data: TemplateData) -> Bool {
    switch data {
    case .list, .tuple, .dictionary: true
    case .object(let object): object.holdsOthers
    default: false
    }
  }
}

/// A value that is not there: a name that nobody set, a member that nobody has.
public final class Undefined {
  /// What happens where one is used.
  enum Kind: Sendable {
    /// It is empty text, no elements, false; its members are an error.
    case lenient
    /// So are its members, and theirs.
    case chainable
    /// It prints what it stands for.
    case visible
    /// Any use but a test for it is an error.
    case strict
  }

  let kind: Kind
  /// The name, or the key that was looked for.
  let name: String
  /// The kind of thing that has no such member; `nil` for a name.
  let owner: String?
  /// The names that there are, for a message with the nearest.
  let known: [String]
  /// What is said in place of the usual.
  let hint: String?

  init(_ kind: Kind, name: String, owner: String? = nil, known: [String] = [], hint: String? = nil) {
    self.kind = kind
    self.name = name
    self.owner = owner
    self.known = known
    self.hint = hint
  }
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
