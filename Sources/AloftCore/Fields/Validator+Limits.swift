extension Validator where Value == String {
  /// The number of characters, counted as Unicode scalars as databases count them.
  public static func length(_ range: some LimitRange<Int>) -> Validator {
    let bounds = Bounds(range)
    let arguments = bounds.arguments
    return Validator(ValidatorDescription("length", arguments)) { text in
      switch bounds.side(of: text.unicodeScalars.count) {
      case nil: nil
      case .below where bounds.minimum == 1: Failure("must not be empty", code: "length")
      case .below: Failure(Message("must have at least {minimum} characters", arguments), code: "length")
      case .above: Failure(Message("must have at most {maximum} characters", arguments), code: "length")
      }
    }
  }

  /// A regular expression that the whole text has to match.
  ///
  /// It is not tried on texts of more than 4096 bytes, which break the limit: some expressions take very long on some
  /// texts, so put a ``length(_:)`` before it.
  ///
  /// - Parameters:
  ///   - pattern: The expression, `[a-z0-9-]+`; one that is none is broken by every text.
  ///   - message: What is wrong with other texts.
  // Compiled into whoever calls it: the engine of expressions makes a program larger by three megabytes, which those
  // without a pattern don't pay.
  @_alwaysEmitIntoClient
  public static func pattern(_ pattern: String, _ message: Message = "has not the right form") -> Validator {
    // `Regex` is not marked as Sendable for the sake of those that hold functions; one made of text holds none, and
    // matching changes nothing in it.
    nonisolated(unsafe) let expression = try? Regex(pattern)
    return Validator(ValidatorDescription("pattern", ["pattern": pattern])) { text in
      // Expressions can take time that grows with the power of a text's length.
      guard let expression, text.utf8.count <= 4096, (try? expression.wholeMatch(in: text)) != nil else {
        return Failure(message, code: "pattern")
      }
      return nil
    }
  }
}

extension Validator where Value == String? {
  /// The number of characters, counted as Unicode scalars as databases count them.
  public static func length(_ range: some LimitRange<Int>) -> Validator { Validator<String>.length(range).optional() }

  /// A regular expression that the whole text has to match; see the one of `String`.
  @_alwaysEmitIntoClient
  public static func pattern(_ pattern: String, _ message: Message = "has not the right form") -> Validator {
    Validator<String>.pattern(pattern, message).optional()
  }
}

extension Validator where Value: Comparable & Sendable {
  /// The least and the most that is allowed.
  public static func range(_ range: some LimitRange<Value>) -> Validator {
    let bounds = Bounds(range)
    let arguments = bounds.arguments
    return Validator(ValidatorDescription("range", arguments)) { value in
      switch bounds.side(of: value) {
      case nil: nil
      case .below: Failure(Message("must be at least {minimum}", arguments), code: "range")
      case .above: Failure(Message("must be at most {maximum}", arguments), code: "range")
      }
    }
  }
}

extension Validator {
  /// The least and the most that is allowed.
  public static func range<Wrapped: Comparable & Sendable>(_ range: some LimitRange<Wrapped>) -> Validator
  where Value == Wrapped? {
    Validator<Wrapped>.range(range).optional()
  }

  /// The values that are allowed.
  public static func oneOf(_ choices: [Value]) -> Validator where Value: Hashable & Sendable {
    let text = choices.map { "\($0)" }.joined(separator: ", ")
    let allowed = Set(choices)
    return Validator(ValidatorDescription("choice", ["choices": text])) {
      allowed.contains($0) ? nil : Failure(Message("must be one of {choices}", ["choices": text]), code: "choice")
    }
  }

  /// The values that are allowed.
  public static func oneOf<Wrapped: Hashable & Sendable>(_ choices: [Wrapped]) -> Validator where Value == Wrapped? {
    Validator<Wrapped>.oneOf(choices).optional()
  }

  /// The number of elements.
  public static func count(_ range: some LimitRange<Int>) -> Validator where Value: Collection & SendableMetatype {
    let bounds = Bounds(range)
    let arguments = bounds.arguments
    return Validator(ValidatorDescription("count", arguments)) { value in
      switch bounds.side(of: value.count) {
      case nil: nil
      case .below: Failure(Message("must have at least {minimum} elements", arguments), code: "count")
      case .above: Failure(Message("must have at most {maximum} elements", arguments), code: "count")
      }
    }
  }

  /// A limit for each element.
  public static func each<Element>(_ validator: Validator<Element>) -> Validator where Value == [Element] {
    Validator(ValidatorDescription("each", ["kind": validator.description.kind])) { elements in
      for element in elements {
        if let failure = validator.check(element) { return Failure(failure.message, code: failure.code) }
      }
      return nil
    }
  }
}
