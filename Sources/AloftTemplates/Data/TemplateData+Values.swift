extension TemplateData {
  /// Whether it counts as true.
  var isTrue: Bool {
    get throws {
      switch self {
      case .missing, .none: false
      case .undefined(let undefined): if undefined.kind == .strict { throw undefined.failure } else { false }
      case .bool(let value): value
      case .int(let number): number != 0
      case .double(let number): number != 0
      case .text(let text), .markup(let text): !text.isEmpty
      case .list(let list), .tuple(let list): !list.elements.isEmpty
      case .dictionary(let dictionary): dictionary.count > 0
      case .object(let object): object.isTrue
      }
    }
  }

  /// The number of its elements; throws if it has none.
  func length() throws -> Int {
    switch self {
    case .undefined(let undefined):
      if undefined.kind == .strict { throw undefined.failure }
      return 0
    case .text(let text), .markup(let text): return text.unicodeScalars.count
    case .list(let list), .tuple(let list): return list.elements.count
    case .dictionary(let dictionary): return dictionary.count
    case .object(let object): if let count = object.count { return count }
    default: break
    }
    throw RenderFailure(.type, "object of type '\(typeName)' has no len()")
  }

  // MARK: - Equality and order

  /// Whether they are equal; those are not whose comparison takes too long.
  func isEqual(to other: TemplateData) -> Bool {
    var budget = ComparisonBudget(1_000_000)
    return (try? isEqual(to: other, &budget)) ?? false
  }

  func isEqual(to other: TemplateData, _ budget: inout ComparisonBudget, depth: Int = 0) throws -> Bool {
    switch (self, other) {
    case (.none, .none), (.missing, .missing): return true
    case (.undefined(let a), .undefined(let b)) where a === b: return true
    case (.undefined(let undefined), _) where undefined.kind == .strict: throw undefined.failure
    case (_, .undefined(let undefined)) where undefined.kind == .strict: throw undefined.failure
    case (.undefined(let a), .undefined(let b)): return a.kind == b.kind
    case (.text(let a), .text(let b)), (.text(let a), .markup(let b)), (.markup(let a), .text(let b)),
      (.markup(let a), .markup(let b)):
      guard a.utf8.count == b.utf8.count else { return false }
      try budget.take(a.utf8.count / 128)
      return TemplateText.order(a, b) == 0
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      if a === b { return true }
      try budget.take(a.elements.count)
      guard a.elements.count == b.elements.count, depth < 100 else { return false }
      for (one, two) in zip(a.elements, b.elements) where !(try one.isEqual(to: two, &budget, depth: depth + 1)) {
        return false
      }
      return true
    case (.dictionary(let a), .dictionary(let b)):
      if a === b { return true }
      try budget.take(a.count)
      guard a.count == b.count, depth < 100 else { return false }
      for (key, value) in a.entries {
        guard let found = try? b.value(of: key), try value.isEqual(to: found, &budget, depth: depth + 1) else {
          return false
        }
      }
      return true
    case (.object(let a), .object(let b)): return a.isEqual(to: b)
    default:
      if let a = integer, let b = other.integer { return a == b }
      if let a = number, let b = other.number { return a == b }
      return false
    }
  }

  /// Whether it comes before another value; throws where they have no order.
  func isLess(
    than other: TemplateData, _ budget: inout ComparisonBudget, _ sign: String = "<", depth: Int = 0
  ) throws -> Bool {
    if let a = integer, let b = other.integer { return a < b }
    if let a = number, let b = other.number { return a < b }
    if let a = string, let b = other.string {
      try budget.take(min(a.utf8.count, b.utf8.count) / 128)
      return TemplateText.order(a, b) < 0
    }
    switch (self, other) {
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      guard depth < 100 else { throw RenderFailure(.limit, "the lists are too deep to be compared") }
      for (one, two) in zip(a.elements, b.elements) where !(try one.isEqual(to: two, &budget)) {
        return try one.isLess(than: two, &budget, sign, depth: depth + 1)
      }
      return a.elements.count < b.elements.count
    case (.undefined(let undefined), _), (_, .undefined(let undefined)): throw undefined.failure
    case (.object(let object), _): if let isLess = object.isLess(than: other) { return isLess }
    default: break
    }
    throw RenderFailure(
      .type, "'\(sign)' not supported between instances of '\(typeName)' and '\(other.typeName)'")
  }

  /// Whether it is the same value, not only an equal one.
  func isSame(as other: TemplateData) -> Bool {
    switch (self, other) {
    case (.none, .none), (.missing, .missing): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.double(let a), .double(let b)): a == b
    case (.text(let a), .text(let b)), (.markup(let a), .markup(let b)): a == b
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      a === b || (a.elements.isEmpty && b.elements.isEmpty)
    case (.dictionary(let a), .dictionary(let b)): a === b
    case (.object(let a), .object(let b)): a === b
    case (.undefined(let a), .undefined(let b)): a === b
    default: false
    }
  }
}
