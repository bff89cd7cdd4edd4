internal import AloftCore

/// A type of settings that a part of the application has declared.
struct SettingsDeclaration: Sendable {
  /// One of its settings.
  struct Item: Sendable {
    let name: SettingName
    let description: FieldDescription
  }

  let typeName: String
  let type: ObjectIdentifier
  /// What stands before each name.
  let prefix: SettingName
  let items: [Item]
  let place: SourcePlace
  /// Reads the settings and provides them.
  let provide: @Sendable (SettingsReader, inout ApplicationValues) throws -> Void
  /// Whether a value was put in the place of what is read, as tests do.
  let isReplaced: @Sendable (ApplicationValues) -> Bool

  init<Group: Settings>(_ type: Group.Type, place: SourcePlace) {
    typeName = "\(type)"
    self.type = ObjectIdentifier(type)
    prefix = SettingName(Group.prefix)
    items = Self.items(of: type)
    self.place = place
    provide = { reader, values in values[Group.self] = try reader.read(Group.self) }
    isReplaced = { $0[Replaced<Group>.self] != nil }
  }

  /// The settings of a type.
  static func items<Group: Settings>(of type: Group.Type) -> [Item] {
    Group.fields.descriptions.map { Item(name: SettingName($0.name, prefix: Group.prefix), description: $0) }
  }
}

extension Declarations {
  /// The settings that are declared, and before them those of the framework itself.
  var allSettings: [SettingsDeclaration] {
    let own = SettingsDeclaration(ServerSettings.self, place: SourcePlace(file: "Aloft", line: 0))
    return [own] + settings
  }
}

extension Application.Description {
  /// Reads the settings of all types that were declared, each once.
  ///
  /// - Returns: What is wrong with them.
  mutating func readSettings() -> [Diagnostic] {
    var problems: [Diagnostic] = []
    var known = Set<String>()
    for declaration in parts.settings where !declaration.isReplaced(replacedValues) {
      do {
        try declaration.provide(settingsReader, &parts.values)
      } catch {
        let lines = (error as? SettingsError)?.problems ?? ["\(error)"]
        // A file that can't be read is one problem, however many types want it.
        problems += lines.filter { known.insert($0).inserted }.map {
          Diagnostic(
            id: "settings.value", message: $0, place: declaration.place,
            fix: "Set it as it says; `--help` lists all settings.")
        }
      }
    }
    return problems
  }
}

extension ValueKind {
  /// Whether it has fields of its own, directly or in a list.
  var hasFields: Bool {
    switch self {
    case .fields: true
    case .list(let element): element.hasFields
    default: false
    }
  }
}
