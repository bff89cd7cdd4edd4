internal import AloftCore

/// That a value of a type is provided, and where that is said.
struct Provision: Sendable, Hashable {
  let type: ObjectIdentifier
  let typeName: String
  let place: SourcePlace

  init(_ settings: SettingsDeclaration) {
    type = settings.type
    typeName = settings.typeName
    place = settings.place
  }

  init<Value: Sendable>(_ type: Value.Type, place: SourcePlace) {
    self.type = ObjectIdentifier(type)
    typeName = "\(type)"
    self.place = place
  }
}

extension Declarations {
  /// Types that are provided at two places, where the later value would hide the earlier one.
  var repeatedProvisionProblems: [Diagnostic] {
    // What is declared as settings is provided by that.
    var first = Dictionary(settings.map { ($0.type, Provision($0)) }) { first, _ in first }
    return provisions.compactMap { provision in
      guard let earlier = first[provision.type] else {
        first[provision.type] = provision
        return nil
      }
      return Diagnostic(
        id: "application.provided-twice",
        message: "a \(provision.typeName) is provided already, at \(earlier.place)", place: provision.place,
        fix:
          "Provide it once; tests put another in its place by app.override(provided: …). For two of a kind, give each "
          + "a type of its own.")
    }
  }
}
