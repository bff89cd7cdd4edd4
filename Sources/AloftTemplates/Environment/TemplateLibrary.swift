internal import AloftCore

/// The filters, tests, methods and globals that templates can use.
struct TemplateLibrary: Sendable {
  var filters = Dictionary(BuiltInFilters.all.map { ($0.name, $0) }) { $1 }
  var tests = Dictionary(BuiltInTests.all.map { ($0.name, $0) }) { $1 }
  var globals = BuiltInGlobals.all
  /// Methods beyond those of Python's, by the kind of value and the name.
  var methods: [TemplateValueKind: [String: Filter]] = [:]

  static let standard = TemplateLibrary()

  /// A method of a value's type.
  func method(_ name: String, of value: TemplateData) -> Filter? {
    if !methods.isEmpty, let kind = TemplateValueKind(value), let own = methods[kind]?[name] { return own }
    return switch value {
    case .text, .markup: Methods.texts[name]
    case .list: Methods.lists[name]
    case .tuple: Methods.tuples[name]
    case .dictionary: Methods.dictionaries[name]
    default: nil
    }
  }

  func nearestFilter(_ name: String) -> String? {
    NearestName.of(name, in: filters.keys.sorted()).map { "did you mean '\($0)'?" }
  }

  func nearestTest(_ name: String) -> String? {
    NearestName.of(name, in: tests.keys.sorted()).map { "did you mean '\($0)'?" }
  }
}
