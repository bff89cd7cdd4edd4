import AloftCore

/// What is wrong with an argument of a converter, in one sentence.
public struct ConverterArgumentError: Error, Hashable, Sendable {
  /// What happened and what was expected.
  public let message: String

  /// Creates an error of this message.
  public init(_ message: String) { self.message = message }
}

/// The arguments of a placeholder's converter: `min` and `max` of `{n:int(min=1,max=9)}`.
public struct ConverterArguments: Hashable, Sendable {
  package let positional: [String]
  package let named: [String: String]
  private var askedNames: Set<String> = []
  private var askedPositional = false

  package init(positional: [String] = [], named: [String: String] = [:]) {
    self.positional = positional
    self.named = named
  }

  /// The arguments without a name, in order.
  public mutating func list() -> [String] {
    askedPositional = true
    return positional
  }

  /// The argument `name` as it is written; `nil` if it is not given.
  public mutating func text(_ name: String) -> String? {
    askedNames.insert(name)
    return named[name]
  }

  /// The argument `name` as a whole number; `nil` if it is not given.
  ///
  /// - Throws: If it is no whole number.
  public mutating func int(_ name: String) throws(ConverterArgumentError) -> Int? {
    guard let text = text(name) else { return nil }
    guard let value = Int(text) else { throw ConverterArgumentError("'\(name)' is a whole number, not '\(text)'") }
    return value
  }

  /// The argument `name` as a number; `nil` if it is not given.
  ///
  /// - Throws: If it is no number.
  public mutating func double(_ name: String) throws(ConverterArgumentError) -> Double? {
    guard let text = text(name) else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw ConverterArgumentError("'\(name)' is a number, not '\(text)'")
    }
    return value
  }

  /// The argument `name` as `true` or `false`; `nil` if it is not given.
  ///
  /// - Throws: If it is neither.
  public mutating func bool(_ name: String) throws(ConverterArgumentError) -> Bool? {
    guard let text = text(name) else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default: throw ConverterArgumentError("'\(name)' is true or false, not '\(text)'")
    }
  }

  /// Throws for the first argument that nothing asked for.
  func checkAllAsked() throws(ConverterArgumentError) {
    if let first = positional.first, !askedPositional {
      throw ConverterArgumentError("the argument '\(first)' has no name and none is expected")
    }
    guard let unknown = named.keys.sorted().first(where: { !askedNames.contains($0) }) else { return }
    let nearest = NearestName.of(unknown, in: askedNames.sorted()).map { ", did you mean '\($0)'" } ?? ""
    throw ConverterArgumentError("there is no argument '\(unknown)'\(nearest)")
  }

  /// The arguments in one spelling, for comparing two placeholders: `(3,max=9,min=1)`, or nothing.
  var canonicalText: String {
    if positional.isEmpty && named.isEmpty { return "" }
    let parts =
      positional.map { $0.debugDescription }
      + named.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.debugDescription)" }
    return "(\(parts.joined(separator: ",")))"
  }

  /// How many arguments there are.
  var count: Int { positional.count + named.count }
}
