internal import AloftCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Machine {
  // MARK: - Comparisons

  mutating func compare(_ kind: Expression.Comparison, _ a: TemplateData, _ b: TemplateData) throws -> Bool {
    switch kind {
    case .equal:
      try refuseStrict(a, b)
      return try isEqual(a, to: b)
    case .notEqual:
      try refuseStrict(a, b)
      return !(try isEqual(a, to: b))
    case .less: return try isLess(a, than: b)
    case .greater: return try less(b, a, ">")
    case .lessOrEqual: return try isAtMost(a, b, "<=")
    case .greaterOrEqual: return try isAtMost(b, a, ">=", swapped: true)
    case .isIn: return try contains(b, a)
    case .isNotIn: return !(try contains(b, a))
    }
  }

  private func refuseStrict(_ a: TemplateData, _ b: TemplateData) throws {
    for case .undefined(let undefined) in [a, b] where undefined.kind == .strict { throw undefined.failure }
  }

  private mutating func less(_ a: TemplateData, _ b: TemplateData, _ sign: String) throws -> Bool {
    do {
      return try isLess(a, than: b, sign)
    } catch let failure as RenderFailure where failure.kind == .type {
      throw RenderFailure(.type, "'\(sign)' not supported between instances of '\(b.typeName)' and '\(a.typeName)'")
    }
  }

  /// Whether a value comes before another one or is equal to it; numbers that are none are neither.
  private mutating func isAtMost(
    _ a: TemplateData, _ b: TemplateData, _ sign: String, swapped: Bool = false
  ) throws -> Bool {
    if let a = a.number, let b = b.number { return a <= b }
    if swapped ? try less(a, b, sign) : try isLess(a, than: b, sign) { return true }
    return try isEqual(a, to: b)
  }

  /// Whether a value holds another one.
  mutating func contains(_ holder: TemplateData, _ value: TemplateData) throws -> Bool {
    switch holder {
    case .text(let text), .markup(let text):
      guard let part = value.string else {
        if case .undefined(let undefined) = value, undefined.kind == .strict { throw undefined.failure }
        throw RenderFailure(.type, "'in <string>' requires string as left operand, not '\(value.typeName)'")
      }
      try charge(reading: holder)
      return text.hasPart(part)
    case .dictionary(let dictionary): return try dictionary.value(of: value) != nil
    default:
      do {
        let elements = try elements(of: holder).all()
        if case .undefined(let undefined) = value, undefined.kind == .strict, !elements.isEmpty {
          throw undefined.failure
        }
        return try comparing { budget in try elements.contains { try $0.isEqual(to: value, &budget) } }
      } catch let failure as RenderFailure where failure.kind == .type {
        throw RenderFailure(.type, "argument of type '\(holder.typeName)' is not iterable")
      }
    }
  }

  // MARK: - Arithmetic

  func negate(_ value: TemplateData, isNegative: Bool) throws -> TemplateData {
    switch value {
    case .double(let number): return .double(isNegative ? -number : number)
    case .undefined(let undefined): throw undefined.failure
    default:
      guard let number = value.integer else {
        throw RenderFailure(.type, "bad operand type for unary \(isNegative ? "-" : "+"): '\(value.typeName)'")
      }
      guard isNegative else { return .int(number) }
      let (negated, overflow) = Int(0).subtractingReportingOverflow(number)
      guard !overflow else { throw tooLarge }
      return .int(negated)
    }
  }

  var tooLarge: RenderFailure {
    RenderFailure(.value, "the number is too large", fix: "compute with a decimal point: 1.0 * …")
  }

  mutating func combine(_ kind: Expression.BinaryOperator, _ a: TemplateData, _ b: TemplateData) throws -> TemplateData
  {
    for case .undefined(let undefined) in [a, b] {
      // A text takes whatever comes as what it is to be filled with.
      if kind == .remainder, a.string != nil, undefined.kind != .strict { continue }
      throw undefined.failure
    }
    if let left = a.integer, let right = b.integer { return try combine(kind, left, right) }
    if let left = a.number, let right = b.number { return try combine(kind, left, right) }
    switch kind {
    case .add: if let sum = try added(a, b) { return sum }
    case .multiply: if let product = try repeated(a, b) { return product }
    case .remainder: if let format = a.string { return try formatted(format, b, isSafe: a.isMarkup) }
    default: break
    }
    throw RenderFailure(
      .type, "unsupported operand type(s) for \(kind.sign): '\(a.typeName)' and '\(b.typeName)'")
  }

  private mutating func added(_ a: TemplateData, _ b: TemplateData) throws -> TemplateData? {
    switch (a, b) {
    case (.list(let one), .list(let two)), (.tuple(let one), .tuple(let two)):
      try checkCount(one.elements.count + two.elements.count)
      try charge(elements: one.elements.count + two.elements.count)
      let all = ListData(one.elements + two.elements)
      if case .list = a { return .list(all) }
      return .tuple(all)
    default:
      guard let left = a.string, let right = b.string else { return nil }
      try checkLength(left.utf8.count, plus: right.utf8.count)
      let isSafe = a.isMarkup || b.isMarkup
      let sum =
        isSafe
        ? (a.isMarkup ? left : TemplateText.escaped(left)) + (b.isMarkup ? right : TemplateText.escaped(right))
        : left + right
      try charge(making: sum)
      return .text(sum, safe: isSafe)
    }
  }

  private mutating func repeated(_ a: TemplateData, _ b: TemplateData) throws -> TemplateData? {
    guard let count = b.integer else { return a.integer != nil ? try repeated(b, a) : nil }
    switch a {
    case .text(let text), .markup(let text):
      try checkLength(text.utf8.count, times: max(0, count))
      let product = text.isEmpty ? "" : String(repeating: text, count: max(0, count))
      try charge(making: product)
      return .text(product, safe: a.isMarkup)
    case .list(let list), .tuple(let list):
      try checkCount(list.elements.count, times: max(0, count))
      try charge(elements: list.elements.count * max(0, count))
      let elements =
        list.elements.isEmpty ? [] : Array(repeatElement(list.elements, count: max(0, count)).joined())
      if case .list = a { return .list(elements) }
      return .tuple(elements)
    default: return nil
    }
  }

  private func combine(_ kind: Expression.BinaryOperator, _ a: Int, _ b: Int) throws -> TemplateData {
    let result: (partialValue: Int, overflow: Bool)
    switch kind {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .divide:
      guard b != 0 else { throw RenderFailure(.value, "division by zero") }
      return .double(Double(a) / Double(b))
    case .floorDivide, .remainder:
      guard b != 0 else { throw RenderFailure(.value, "integer division or modulo by zero") }
      let (quotient, overflow) = a.dividedReportingOverflow(by: b)
      guard !overflow else { throw tooLarge }
      let remainder = a - quotient * b
      // Towards the smaller number, not towards zero.
      let isBelow = remainder != 0 && (remainder < 0) != (b < 0)
      return .int(kind == .floorDivide ? quotient - (isBelow ? 1 : 0) : remainder + (isBelow ? b : 0))
    case .power:
      guard b >= 0 else {
        guard a != 0 else { throw RenderFailure(.value, "0.0 cannot be raised to a negative power") }
        return .double(pow(Double(a), Double(b)))
      }
      result = Self.power(a, b)
    }
    guard !result.overflow else { throw tooLarge }
    return .int(result.partialValue)
  }

  static func power(_ base: Int, _ exponent: Int) -> (partialValue: Int, overflow: Bool) {
    if base == 0 || base == 1 { return (exponent == 0 ? 1 : base, false) }
    if base == -1 { return (exponent % 2 == 0 ? 1 : -1, false) }
    guard exponent < 64 else { return (0, true) }
    var result = 1
    for _ in 0..<exponent {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { return (0, true) }
      result = product
    }
    return (result, false)
  }

  private func combine(_ kind: Expression.BinaryOperator, _ a: Double, _ b: Double) throws -> TemplateData {
    switch kind {
    case .add: return .double(a + b)
    case .subtract: return .double(a - b)
    case .multiply: return .double(a * b)
    case .divide:
      guard b != 0 else { throw RenderFailure(.value, "float division by zero") }
      return .double(a / b)
    case .floorDivide:
      guard b != 0 else { throw RenderFailure(.value, "float floor division by zero") }
      return .double(Self.floorQuotient(a, b))
    case .remainder:
      guard b != 0 else { throw RenderFailure(.value, "float modulo by zero") }
      return .double(Self.remainder(a, b))
    case .power:
      if a == 0, b < 0 { throw RenderFailure(.value, "0.0 cannot be raised to a negative power") }
      let result = pow(a, b)
      if result.isNaN, !a.isNaN, !b.isNaN { throw RenderFailure(.value, "the power of a negative number is no number") }
      if result.isInfinite, a.isFinite, b.isFinite { throw tooLarge }
      return .double(result)
    }
  }

  // Step by step as Python computes it, since each step is rounded.
  private static func floorQuotient(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    var quotient = (a - rest) / b
    if rest != 0, (rest < 0) != (b < 0) { quotient -= 1 }
    guard quotient != 0 else { return Double(signOf: a / b, magnitudeOf: 0) }
    let floor = quotient.rounded(.down)
    return quotient - floor > 0.5 ? floor + 1 : floor
  }

  private static func remainder(_ a: Double, _ b: Double) -> Double {
    let remainder = fmod(a, b)
    if remainder == 0 { return b < 0 ? -0.0 : 0.0 }
    return (remainder < 0) != (b < 0) ? remainder + b : remainder
  }

  // MARK: - Slices

  mutating func slice(
    _ value: TemplateData, _ start: TemplateData, _ stop: TemplateData, _ step: TemplateData
  ) throws -> TemplateData {
    switch value {
    case .list(let list): return .list(try slice(list.elements, start, stop, step))
    case .tuple(let list): return .tuple(try slice(list.elements, start, stop, step))
    case .text(let text), .markup(let text):
      try charge(reading: value)
      let scalars = Array(text.unicodeScalars)
      var part = String.UnicodeScalarView()
      for index in try indexes(scalars.count, start, stop, step) { part.append(scalars[index]) }
      try charge(making: String(part))
      return .text(String(part), safe: value.isMarkup)
    case .undefined(let undefined):
      guard undefined.kind == .chainable else { throw undefined.failure }
      return value
    case .object(let range as RangeObject):
      let part = try bounds(range.length, start, stop, step)
      guard let slice = range.slice(part.first, part.last, part.step) else { throw tooLarge }
      return .object(slice)
    case .object(let object):
      guard object.isSequence, let elements = try object.elements()?.all() else { break }
      return .list(try slice(elements, start, stop, step))
    case .dictionary: throw RenderFailure(.type, "unhashable type: 'slice'")
    default: break
    }
    throw RenderFailure(.type, "'\(value.typeName)' object is not subscriptable")
  }

  private mutating func slice(
    _ elements: [TemplateData], _ start: TemplateData, _ stop: TemplateData, _ step: TemplateData
  ) throws -> [TemplateData] {
    let indexes = try indexes(elements.count, start, stop, step)
    try charge(steps: indexes.count)
    try charge(elements: indexes.count)
    return indexes.map { elements[$0] }
  }

  private func indexes(
    _ count: Int, _ start: TemplateData, _ stop: TemplateData, _ step: TemplateData
  ) throws -> [Int] {
    let (first, last, step) = try bounds(count, start, stop, step)
    return Array(Swift.stride(from: first, to: last, by: step))
  }

  private func bounds(
    _ count: Int, _ start: TemplateData, _ stop: TemplateData, _ step: TemplateData
  ) throws -> (first: Int, last: Int, step: Int) {
    let step = try bound(step) ?? 1
    guard step != 0, step > .min else { throw RenderFailure(.value, "slice step cannot be zero") }
    func clamped(_ index: Int?, standard: Int) -> Int {
      guard let index else { return standard }
      let place = index < 0 ? index + count : index
      return step > 0 ? min(max(place, 0), count) : min(max(place, -1), count - 1)
    }
    let first = clamped(try bound(start), standard: step > 0 ? 0 : count - 1)
    let last = clamped(try bound(stop), standard: step > 0 ? count : -1)
    return (first, last, step)
  }

  private func bound(_ value: TemplateData) throws -> Int? {
    if case .none = value { return nil }
    guard let index = value.integer else {
      throw RenderFailure(.type, "slice indices must be integers or None or have an __index__ method")
    }
    return index
  }
}

extension Expression.BinaryOperator {
  var sign: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .floorDivide: "//"
    case .remainder: "%"
    case .power: "** or pow()"
    }
  }
}
