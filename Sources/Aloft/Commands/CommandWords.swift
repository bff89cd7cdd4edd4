internal import AloftCore

/// A flag, and whether a value follows it.
struct CommandFlag: Sendable {
  /// What its values are found under.
  let key: String
  let name: SettingName
  let isBoolean: Bool

  /// The flag of an option, whose values are found under the field's name.
  init(_ option: FieldDescription) {
    key = option.name
    name = SettingName(option.name)
    isBoolean = option.kind == .boolean
  }

  /// The flag of a setting, whose values are found under the flag itself: no field has that name.
  init(_ item: SettingsDeclaration.Item) {
    key = item.name.flag
    name = item.name
    isBoolean = item.description.kind == .boolean
  }

  /// How it may be written.
  var spellings: [String] { isBoolean ? [name.flag, name.negation] : [name.flag] }
}

/// Arguments, told apart: flags with their values, and the rest.
struct CommandWords: Sendable {
  /// The values of flags by their keys.
  private(set) var values: [String: [String]] = [:]
  /// What is no flag, in order.
  private(set) var positionals: [String] = []
  /// Flags that nobody knows.
  private(set) var unknown: [String] = []
  /// Flags that lack their value, or must not have one.
  private(set) var malformed: [String] = []

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
    guard let flag = flags.first(where: { $0.spellings.contains(name) }) else { return unknown.append(name) }
    if name == flag.name.negation, flag.isBoolean {
      if equals == nil {
        values[flag.key, default: []].append("false")
      } else {
        malformed.append("the flag '\(name)' takes no value")
      }
    } else if let equals {
      values[flag.key, default: []].append(String(argument[argument.index(after: equals)...]))
    } else if flag.isBoolean {
      values[flag.key, default: []].append("true")
    } else if let value = rest.first, !value.hasPrefix("--") {
      rest.removeFirst()
      values[flag.key, default: []].append(value)
    } else {
      malformed.append("the flag '\(name)' needs a value")
    }
  }
}
