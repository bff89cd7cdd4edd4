/// A type whose values keep limits that its properties' types don't say.
///
/// ```swift
/// struct Search: Decodable, Validated {
///   var q: String
///   var page: Int?
///   func validate(_ check: inout Validation) {
///     check("q", q, .length(1...100))
///     check("page", page, .range(1...))
///     if page ?? 1 > 1, q.isEmpty { check.fail("page", "needs a search", code: "page") }
///   }
/// }
/// ```
///
/// Parameters of handlers and forms call it, wherever the values come from, and answer all failures together with 422.
public protocol Validated {
  /// Checks the values; what is wrong is told to `check`.
  func validate(_ check: inout Validation)
}

/// Gathers what is wrong with a value.
public struct Validation: Sendable {
  /// What was found.
  public private(set) var errors: [ValidationError] = []
  private let path: FieldPath

  /// Begins a validation.
  ///
  /// - Parameter path: Where the value stands.
  public init(at path: FieldPath = FieldPath()) { self.path = path }

  /// Checks a value against limits, up to the first that it breaks.
  ///
  /// - Parameters:
  ///   - name: The value's name, as it was sent.
  ///   - value: The value.
  ///   - validators: The limits.
  public mutating func callAsFunction<Value>(_ name: FieldPath, _ value: Value, _ validators: Validator<Value>...) {
    for validator in validators {
      guard let failure = validator.check(value) else { continue }
      return fail(name, failure.message, code: failure.code)
    }
  }

  /// Notes that a value is wrong.
  ///
  /// - Parameters:
  ///   - name: The value's name, as it was sent.
  ///   - message: What is wrong, for people.
  ///   - code: What is wrong, for programs.
  public mutating func fail(_ name: FieldPath, _ message: Message, code: String = "invalid") {
    errors.append(ValidationError(path.appending(name), message, code: code))
  }

  /// Checks a value that checks itself.
  public mutating func nested(_ name: FieldPath, _ value: some Validated) {
    var inner = Validation(at: path.appending(name))
    value.validate(&inner)
    errors += inner.errors
  }

  /// Checks values that check themselves.
  public mutating func nested(_ name: FieldPath, _ values: some Sequence<some Validated>) {
    for (index, value) in values.enumerated() { nested(name.appending(FieldPath([.index(index)])), value) }
  }
}
