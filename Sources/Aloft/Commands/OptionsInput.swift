internal import AloftCore

/// A place among a command's arguments, as the types of options read it.
struct OptionsInput: FieldInput {
  private let texts: [String: [String]]
  private let value: [String]

  /// The top.
  init<Options: CommandOptions>(arguments: [String], type: Options.Type) {
    let words = CommandWords(arguments, flags: Options.fields.descriptions.map { CommandFlag($0) })
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
    try TextValueDecoder(values: value, codingPath: []).read(type)
  }

  func requireFields() {}

  func member(_ name: String) -> OptionsInput? { texts[name].map { OptionsInput($0) } }

  func elements() -> [OptionsInput] { value.map { OptionsInput([$0]) } }

  func problem(of error: any Error, reading kind: ValueKind) -> ValidationError {
    ValidationError(FieldPath(), kind.mismatch, code: "type")
  }
}

/// A flag, and whether a value follows it.
struct CommandFlag: Sendable {
  /// What its values are found under.
  let field: String
  let name: SettingName
  let isBoolean: Bool

  init(_ description: FieldDescription, prefix: String = "") {
    field = description.name
    name = SettingName(description.name, prefix: prefix)
    isBoolean = description.kind == .boolean
  }

  init(_ item: SettingsDeclaration.Item) {
    field = item.name.variable
    name = item.name
    isBoolean = item.description.kind == .boolean
  }
}

/// Arguments, told apart: flags with their values, and the rest.
struct CommandWords: Sendable {
  /// The values of flags by their fields.
  private(set) var values: [String: [String]] = [:]
  /// What is no flag, in order.
  private(set) var positionals: [String] = []
  /// Flags that nobody knows, and those that lack their value.
  private(set) var unknown: [String] = []
  private(set) var incomplete: [String] = []

  /// Tells arguments apart.
  ///
  /// - Parameters:
  ///   - arguments: The arguments behind the command's name.
  ///   - flags: The flags that are known.
  init(_ arguments: [String], flags: [CommandFlag]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        positionals += rest
        return
      }
      guard argument.hasPrefix("-"), argument.count > 1, Double(argument) == nil else {
        positionals.append(argument)
        continue
      }
      read(argument, &rest, flags)
    }
  }

  private mutating func read(_ argument: String, _ rest: inout ArraySlice<String>, _ flags: [CommandFlag]) {
    let equals = argument.firstIndex(of: "=")
    let name = equals.map { String(argument[..<$0]) } ?? argument
    if let flag = flags.first(where: { $0.name.flag == name }) {
      if let equals {
        values[flag.field, default: []].append(String(argument[argument.index(after: equals)...]))
      } else if flag.isBoolean {
        values[flag.field, default: []].append("true")
      } else if let value = rest.first, !value.hasPrefix("--") {
        rest.removeFirst()
        values[flag.field, default: []].append(value)
      } else {
        incomplete.append(name)
      }
    } else if let flag = flags.first(where: { $0.isBoolean && $0.name.negation == name }) {
      values[flag.field, default: []].append("false")
    } else {
      unknown.append(name)
    }
  }
}
