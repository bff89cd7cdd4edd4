/// A limit that values have to keep, as a value: `.length(1...80)`.
///
/// Validators of a type are also there for its optional, where `nil` keeps every limit.
public struct Validator<Value>: Sendable {
  /// What is wrong with a value that breaks the limit.
  public struct Failure: Sendable, Hashable {
    /// For people.
    public let message: Message
    /// For programs.
    public let code: String

    /// Creates a failure; see the properties.
    public init(_ message: Message, code: String) {
      self.message = message
      self.code = code
    }
  }

  /// The limit for those who document it, or write it into a page.
  public let description: ValidatorDescription
  let check: @Sendable (Value) -> Failure?

  /// Creates a limit.
  ///
  /// - Parameters:
  ///   - description: The limit for those who document it.
  ///   - check: Gives what is wrong with a value, `nil` for nothing.
  public init(_ description: ValidatorDescription, check: @escaping @Sendable (Value) -> Failure?) {
    self.description = description
    self.check = check
  }

  /// A limit of your own: `.custom("even", "must be even") { $0 % 2 == 0 }`.
  ///
  /// - Parameters:
  ///   - code: What is wrong, for programs.
  ///   - message: What is wrong, for people.
  ///   - isKept: Whether a value keeps it.
  public static func custom(
    _ code: String, _ message: Message, _ isKept: @escaping @Sendable (Value) -> Bool
  ) -> Validator {
    Validator(ValidatorDescription(code)) { isKept($0) ? nil : Failure(message, code: code) }
  }

  /// The same limit for values that have the limited one in them.
  package func of<Whole>(_ part: @escaping @Sendable (Whole) -> Value) -> Validator<Whole> {
    Validator<Whole>(description) { [check] whole in
      check(part(whole)).map { Validator<Whole>.Failure($0.message, code: $0.code) }
    }
  }

  /// The same limit for values that may be missing.
  @usableFromInline
  func optional() -> Validator<Value?> {
    Validator<Value?>(description) { [check] value in
      value.flatMap { check($0) }.map { Validator<Value?>.Failure($0.message, code: $0.code) }
    }
  }
}

/// A limit as others read it: its kind and its numbers.
public struct ValidatorDescription: Sendable, Hashable {
  /// The kind: `length`, `range`, `pattern`, `count`, `choice`, or that of a limit of your own.
  public let kind: String
  /// What it is about, by name: `minimum`, `maximum`, `pattern`, `choices`.
  public let arguments: [String: String]

  /// Creates a description; see the properties.
  public init(_ kind: String, _ arguments: [String: String] = [:]) {
    self.kind = kind
    self.arguments = arguments
  }
}
