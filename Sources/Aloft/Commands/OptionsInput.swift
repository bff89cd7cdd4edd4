internal import AloftCore

/// A place among a command's arguments, as the types of options read it.
struct OptionsInput: FieldInput {
  private let texts: [String: [String]]
  private let value: [String]

  /// The top.
  init<Options: CommandOptions>(_ words: CommandWords, _ type: Options.Type) {
    var texts: [String: [String]] = words.values
    for (index, name) in Options.positionals.enumerated() where index < words.positionals.count {
      let isLast = index == Options.positionals.count - 1
      texts[name] = isLast ? Array(words.positionals[index...]) : [words.positionals[index]]
    }
    self.texts = texts
    value = []
  }

  private init(_ value: [String]) {
    texts = [:]
    self.value = value
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    // Of several flags the last one counts, so that a command line can be completed.
    let values = ValueKind(type).isList || type is any ExpressibleByArrayLiteral.Type ? value : value.suffix(1)
    return try TextValueDecoder(values: values, codingPath: []).read(type)
  }

  func requireFields() {}

  func member(_ name: String) -> OptionsInput? { texts[name].map { OptionsInput($0) } }

  func elements() -> [OptionsInput] { value.map { OptionsInput([$0]) } }

  func problem(of error: any Error, reading kind: ValueKind) -> ValidationError {
    ValidationError(reading: kind, error)
  }
}

extension CommandOptions {
  /// Reads the options.
  ///
  /// - Throws: ``UsageError`` with all that is missing or wrong.
  static func read(_ words: CommandWords) throws -> Self {
    do {
      return try read(from: OptionsInput(words, Self.self))
    } catch let errors as ValidationErrors {
      throw UsageError(lines: errors.errors.map(line))
    }
  }

  /// An error by what is written on the command line: `--page-size must be at least 1`, `FILE is missing`.
  private static func line(_ error: ValidationError) -> String {
    guard case .name(let field)? = error.path.steps.first else { return "\(error)" }
    let name = SettingName(field)
    return "\(positionals.contains(field) ? name.variable : name.flag) \(error.message)"
  }
}

/// Arguments that have no sense: the program ends with status 2.
struct UsageError: Error {
  /// What is wrong, a line for each.
  let lines: [String]
}

extension ValidationError {
  /// What an error means that reading a text has thrown.
  init(reading kind: ValueKind, _ error: any Error) {
    guard let error = error as? DecodingError else {
      self.init(FieldPath(), kind.mismatch, code: "type")
      return
    }
    let found = ValidationError(error)
    if case .other = kind {
      self.init(FieldPath(), found.message, code: "type")
    } else if found.code == "range" {
      self.init(FieldPath(), "is too large or too small", code: "range")
    } else {
      self.init(FieldPath(), kind.mismatch, code: "type")
    }
  }
}

extension ValueKind {
  /// Whether it is a list.
  var isList: Bool { if case .list = self { true } else { false } }
}
