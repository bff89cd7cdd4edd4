/// Why no URL could be built.
public enum URLBuildError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No route has the name; the nearest name that exists, if one is near.
  case unknownName(String, nearest: String?)
  /// The route needs values that were not given.
  case missingValues(name: String, missing: [String])
  /// The route's placeholder does not accept the value.
  case refusedValue(name: String, parameter: String, converter: String, value: String?)
  /// The values have a text that the route's pattern would read differently: `a` and `b-c` in `{x}-{y}`.
  case ambiguousValues(name: String, path: String)
  /// The route answers other methods.
  case wrongMethod(name: String, methods: [String])
  /// The route has these values for its defaults, and others were given.
  case differingDefaults(name: String, parameters: [String])
  /// An absolute URL needs a host, and neither the route nor the caller gives one.
  case unknownHost(name: String)

  /// What happened and what was expected.
  public var description: String {
    switch self {
    case .unknownName(let name, let nearest):
      return "No route named '\(name)'." + (nearest.map { " Did you mean '\($0)'?" } ?? "")
    case .missingValues(let name, let missing):
      return "The URL of '\(name)' needs values for '\(missing.joined(separator: "', '"))'."
    case .refusedValue(let name, let parameter, let converter, let value):
      let given = value.map { "'\($0)'" } ?? "this value"
      return "The URL of '\(name)' cannot have \(given) for '\(parameter)', which is of kind '\(converter)'."
    case .ambiguousValues(let name, let path):
      return "The URL of '\(name)', \(path), would be read with other values than those it is built from."
    case .wrongMethod(let name, let methods):
      return "The route '\(name)' answers \(methods.joined(separator: ", ")) alone."
    case .differingDefaults(let name, let parameters):
      return "The route '\(name)' exists for other values of '\(parameters.joined(separator: "', '"))' alone."
    case .unknownHost(let name):
      return "An absolute URL of '\(name)' needs a host: give the one your site is reached by."
    }
  }
}
