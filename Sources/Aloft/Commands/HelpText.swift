internal import AloftCore

/// What `--help` prints.
struct HelpText {
  private static let width = 80

  let program: String
  let commands: [Command]
  let settings: [SettingsDeclaration]

  /// All commands and settings.
  var ofProgram: String {
    var text = "usage: \(program) [command] [flags]\n\nCommands, 'serve' if none is named:\n"
    text += Self.table(commands.map { ($0.name, $0.help) })
    text += settingsText
    text += "\n'\(program) help COMMAND' says what a command takes."
    return text
  }

  /// One command.
  func text(of command: Command) -> String {
    let positionals = command.positionals.enumerated().map { index, name in
      let isRest = command.takesRest && index == command.positionals.count - 1
      let word = SettingName(name).variable
      let isRequired = command.options.first { $0.name == name }?.isRequired ?? false
      return isRest ? "[\(word) …]" : isRequired ? word : "[\(word)]"
    }
    var text = "usage: \(program) \(([command.name] + positionals).joined(separator: " ")) [flags]\n\n\(command.help)\n"
    if !command.options.isEmpty {
      text += "\nOptions:\n"
      text += Self.table(
        command.options.map { option in
          let isPositional = command.positionals.contains(option.name)
          let name = SettingName(option.name)
          return (isPositional ? name.variable : Self.flag(name, option), Self.explanation(option))
        })
    }
    return text + settingsText
  }

  private var settingsText: String {
    guard !settings.isEmpty else { return "" }
    var text = "\nSettings, as flags, variables of the environment or lines of .env:\n"
    text += Self.table(
      settings.flatMap(\.items).map { item in
        (Self.flag(item.name, item.description), "\(item.name.variable). \(Self.explanation(item.description))")
      })
    return text
  }

  private static func flag(_ name: SettingName, _ description: FieldDescription) -> String {
    description.kind == .boolean ? "\(name.flag), \(name.negation)" : "\(name.flag) \(word(description.kind))"
  }

  private static func word(_ kind: ValueKind) -> String {
    switch kind {
    case .integer, .number: "NUMBER"
    case .choice(let choices) where choices.count <= 4: choices.joined(separator: "|")
    case .list: "VALUES"
    default: "VALUE"
    }
  }

  private static func explanation(_ description: FieldDescription) -> String {
    var parts: [String] = []
    if let help = description.help { parts.append(help) }
    if let text = description.defaultText, description.kind != .boolean || text == "true" {
      parts.append("Default: \(description.isSecret ? "••••" : text).")
    } else if description.isRequired {
      parts.append("Required.")
    }
    return parts.joined(separator: " ")
  }

  /// Two columns, the second one wrapped.
  static func table(_ rows: [(String, String)]) -> String {
    let column = min(30, rows.map(\.0.count).max() ?? 0)
    return rows.map { name, text in
      let indent = String(repeating: " ", count: column + 4)
      var lines = wrapped(text, to: max(20, width - column - 4))
      if lines.isEmpty { lines = [""] }
      let first = "  \(name)"
      guard name.count <= column else { return ([first] + lines.map { indent + $0 }).joined(separator: "\n") + "\n" }
      let gap = String(repeating: " ", count: column - name.count + 2)
      return ([first + gap + lines[0]] + lines.dropFirst().map { indent + $0 })
        .map { line in line.last == " " ? String(line.reversed().drop { $0 == " " }.reversed()) : line }
        .joined(separator: "\n") + "\n"
    }.joined()
  }

  private static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
