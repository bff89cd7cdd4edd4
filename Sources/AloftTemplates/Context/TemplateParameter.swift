/// A type that the functions which templates call can take.
public protocol TemplateParameter: SendableMetatype {
  /// Reads an argument.
  ///
  /// - Parameter data: What the template gives; `nil` where it gives nothing.
  /// - Throws: An error that says what is due.
  static func read(_ data: TemplateData?) throws -> Self
}

extension TemplateParameter {
  fileprivate static func required(_ data: TemplateData?) throws -> TemplateData {
    guard let data else { throw RenderFailure(.type, "an argument is missing: \(Self.self) is due") }
    if case .undefined(let undefined) = data { throw undefined.failure }
    return data
  }

  fileprivate static func mismatch(_ data: TemplateData) -> RenderFailure {
    RenderFailure(.type, "'\(data.typeName)' is given where \(Self.self) is due")
  }
}

extension String: TemplateParameter {
  /// The text of a text, or what another value prints.
  public static func read(_ data: TemplateData?) throws -> String { try required(data).printed() }
}

extension Int: TemplateParameter {
  /// A whole number, also one with a point and nothing behind it.
  public static func read(_ data: TemplateData?) throws -> Int {
    let data = try required(data)
    if case .double(let number) = data, let whole = Int(exactly: number) { return whole }
    guard let number = data.integer else { throw mismatch(data) }
    return number
  }
}

extension Double: TemplateParameter {
  /// Any number.
  public static func read(_ data: TemplateData?) throws -> Double {
    let data = try required(data)
    guard let number = data.number else { throw mismatch(data) }
    return number
  }
}

extension Bool: TemplateParameter {
  /// Whether the value counts as true.
  public static func read(_ data: TemplateData?) throws -> Bool { try required(data).isTrue }
}

extension Optional: TemplateParameter where Wrapped: TemplateParameter {
  /// `nil` for what is missing, undefined or none.
  public static func read(_ data: TemplateData?) throws -> Wrapped? {
    switch data {
    case nil, .none?, .undefined?, .missing?: nil
    case let data?: try Wrapped.read(data)
    }
  }
}

extension Array: TemplateParameter where Element: TemplateParameter {
  /// The elements of a list or of whatever else has some, a text excepted.
  public static func read(_ data: TemplateData?) throws -> [Element] {
    let data = try required(data)
    switch data {
    case .list(let list), .tuple(let list): return try list.elements.map { try Element.read($0) }
    case .object(let object):
      if let elements = try object.elements() { return try elements.all().map { try Element.read($0) } }
    default: break
    }
    throw mismatch(data)
  }
}

extension TemplateData: TemplateParameter {
  /// The value as it is, an undefined one too.
  public static func read(_ data: TemplateData?) throws -> TemplateData { data ?? .missing }
}

/// Hands arguments out one after the other, to functions with parameters of any types.
struct ArgumentReader {
  private var rest: ArraySlice<TemplateData>
  private let count: Int

  init(_ arguments: Arguments, _ name: String) throws {
    if let named = arguments.named.first {
      throw RenderFailure(.type, "\(name)() takes no named arguments, but got '\(named.name)'")
    }
    rest = arguments.positional[...]
    count = arguments.positional.count
  }

  mutating func next<Parameter: TemplateParameter>(_ type: Parameter.Type) throws -> Parameter {
    try Parameter.read(rest.popFirst())
  }

  func finish(_ name: String) throws {
    guard rest.isEmpty else {
      throw RenderFailure(.type, "\(name)() takes \(count - rest.count) argument(s), not \(count)")
    }
  }
}
