internal import AloftCore

extension SettingsReader {
  /// A file that is no file of settings has many lines that are none; more warnings would hide what else is said.
  private static let mostWarnings = 10

  /// The names in `.env`, and behind a prefix in the environment, that no setting is read from: they have no effect.
  ///
  /// - Parameter settings: All settings.
  /// - Returns: A line for each, with the nearest name that there is.
  func warnings(of settings: [SettingsDeclaration]) -> [String] {
    let names = settings.flatMap { $0.items.map(\.name.variable) }
    let known = Set(names)
    let lines = (file?.entries ?? []).filter { !known.contains($0.name) }
    let prefixes = Set(settings.map(\.prefix.variable)).filter { !$0.isEmpty }.union(["ALOFT"]).map { "\($0)_" }
    let variables = environment.keys.filter { name in
      !known.contains(name) && prefixes.contains { name.hasPrefix($0) }
    }
    let warnings =
      lines.prefix(Self.mostWarnings).map { entry in
        ".env, line \(entry.line): no setting is named '\(entry.name.shown)'.\(Self.nearest(to: entry.name, names))"
      }
      + variables.sorted().prefix(Self.mostWarnings).map { name in
        "environment: no setting is named '\(name.shown)'.\(Self.nearest(to: name, names))"
      }
    let rest = lines.count + variables.count - warnings.count
    return rest > 0 ? warnings + ["\(rest) more names mean no setting"] : warnings
  }

  private static func nearest(to name: String, _ names: [String]) -> String {
    NearestName.of(name, in: names).map { " Did you mean '\($0)'?" } ?? ""
  }
}
