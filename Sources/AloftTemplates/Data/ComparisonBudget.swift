/// How much comparing values may take: lists may hold themselves, or others over and over.
struct ComparisonBudget {
  /// The most elements that one comparison, or sorting once, looks at within lists of lists.
  static let most = 4_000_000

  private(set) var left: Int

  init(_ left: Int = most) { self.left = left }

  mutating func take(_ count: Int) throws {
    left -= min(left, count)
    guard left > 0 else { throw RenderFailure(.limit, "the values are too large to be compared") }
  }
}

extension Machine {
  /// Compares values, and counts what that takes as steps.
  mutating func comparing<Result>(_ compare: (inout ComparisonBudget) throws -> Result) throws -> Result {
    let most = min(ComparisonBudget.most, max(1, limits.steps - steps))
    var budget = ComparisonBudget(most)
    defer { steps += most - budget.left }
    return try compare(&budget)
  }

  mutating func isEqual(_ a: TemplateData, to b: TemplateData) throws -> Bool {
    try comparing { try a.isEqual(to: b, &$0) }
  }

  mutating func isLess(_ a: TemplateData, than b: TemplateData, _ sign: String = "<") throws -> Bool {
    try comparing { try a.isLess(than: b, &$0, sign) }
  }
}
