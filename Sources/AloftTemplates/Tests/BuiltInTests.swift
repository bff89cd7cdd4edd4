/// The tests that every environment has.
enum BuiltInTests {
  static let all: [Filter] = kinds + comparisons

  private static func kind(_ name: String, _ holds: @escaping @Sendable (TemplateData) throws -> Bool) -> Filter {
    Filter(name, "value") { values, _ in .bool(try holds(values[0])) }
  }

  private static let kinds: [Filter] = [
    kind("boolean") { if case .bool = $0 { true } else { false } },
    kind("callable") { value in
      // A value that is not there takes a call like everything else: to fail.
      if case .object(let object) = value { object.isCallable } else { value.isUndefined }
    },
    kind("defined") { !$0.isUndefined },
    kind("undefined") { $0.isUndefined },
    kind("escaped") { value in
      if case .undefined(let undefined) = value { undefined.kind == .chainable } else { value.isSafe }
    },
    kind("even") { try remainder($0, 2) == 0 },
    kind("odd") { try remainder($0, 2) == 1 },
    kind("false") { if case .bool(false) = $0 { true } else { false } },
    kind("true") { if case .bool(true) = $0 { true } else { false } },
    kind("float") { if case .double = $0 { true } else { false } },
    kind("integer") { if case .int = $0 { true } else { false } },
    kind("number") { $0.number != nil },
    kind("none") { if case .none = $0 { true } else { false } },
    kind("string") { $0.string != nil },
    kind("mapping") { if case .dictionary = $0 { true } else { false } },
    kind("sequence") { value in
      switch value {
      case .text, .markup, .list, .tuple, .dictionary: true
      case .undefined(let undefined): undefined.kind != .strict
      case .object(let object): object.isSequence
      default: false
      }
    },
    kind("iterable") { value in
      switch value {
      case .text, .markup, .list, .tuple, .dictionary: return true
      case .undefined(let undefined):
        if undefined.kind == .strict { throw undefined.failure }
        return true
      case .object(let object):
        return try object is IteratorObject || object is LoopObject || object.elements() != nil
      default: return false
      }
    },
    Filter("lower", "value") { values, machine in .bool(TemplateText.isLower(try machine.text(of: values[0]))) },
    Filter("upper", "value") { values, machine in .bool(TemplateText.isUpper(try machine.text(of: values[0]))) },
    Filter("filter", "value") { values, machine in .bool(try machine.isKnown(values[0], in: machine.library.filters)) },
    Filter("test", "value") { values, machine in .bool(try machine.isKnown(values[0], in: machine.library.tests)) },
  ]

  private static func comparison(_ names: [String], _ kind: Expression.Comparison) -> [Filter] {
    names.map { name in
      Filter(name, "a b") { values, machine in .bool(try machine.compare(kind, values[0], values[1])) }
    }
  }

  private static let comparisons: [Filter] =
    comparison(["eq", "equalto", "=="], .equal) + comparison(["ne", "!="], .notEqual)
    + comparison(["lt", "lessthan", "<"], .less) + comparison(["le", "<="], .lessOrEqual)
    + comparison(["gt", "greaterthan", ">"], .greater) + comparison(["ge", ">="], .greaterOrEqual)
    + comparison(["in"], .isIn)
    + [
      Filter("divisibleby", "value num") { values, machine in
        let rest = try machine.combine(.remainder, values[0], values[1])
        return .bool(rest.isEqual(to: .int(0)))
      },
      Filter("sameas", "value other") { values, _ in .bool(values[0].isSame(as: values[1])) },
    ]

  private static func remainder(_ value: TemplateData, _ divisor: Int) throws -> Double {
    if case .undefined(let undefined) = value { throw undefined.failure }
    if value.string != nil { throw RenderFailure(.type, "not all arguments converted during string formatting") }
    guard let number = value.number else {
      throw RenderFailure(.type, "unsupported operand type(s) for %: '\(value.typeName)' and 'int'")
    }
    if let whole = value.integer { return Double(((whole % divisor) + divisor) % divisor) }
    let rest = number.truncatingRemainder(dividingBy: Double(divisor))
    return rest < 0 ? rest + Double(divisor) : rest
  }
}

extension Machine {
  fileprivate func isKnown(_ name: TemplateData, in filters: [String: Filter]) throws -> Bool {
    if let name = name.string { return filters[name] != nil }
    _ = try DataKey.of(name)
    return false
  }
}
