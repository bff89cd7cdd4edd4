import Aloft
import AloftCore
import AloftHTTP

/// A rule of Werkzeug as a description of ours.
struct WerkzeugRule {
  let endpoint: JSON
  /// The defaults as they are written, which a match gives back.
  let defaults: [JSON.Member]
  let description: RouteDescription
  private let redirectPattern: String?

  init(_ rule: JSON, _ adapter: WerkzeugAdapter) throws(Unsupported) {
    endpoint = rule["endpoint"]
    defaults = rule["defaults"].members
    redirectPattern = rule["redirect_to"].string
    if redirectPattern == nil && rule["redirect_to"] != .null { throw Unsupported("a function of Python") }
    let path = try WerkzeugPattern(rule["rule"].string ?? "")
    description = RouteDescription(
      methods: rule["methods"] == .null ? nil : rule["methods"].array.compactMap(\.string).map { Method($0) },
      pattern: path.text,
      host: try adapter.hostPattern(of: rule),
      name: Self.name(endpoint),
      defaults: Dictionary(defaults.map { ($0.name, Self.value($0.value)) }) { $1 },
      connection: rule["websocket"].bool == true ? .webSocket : .http,
      slashes: rule["strict_slashes"].bool == false ? .lenient : nil,
      mergesSlashes: rule["merge_slashes"].bool,
      isAlias: rule["alias"].bool ?? false,
      isBuildOnly: rule["build_only"].bool ?? false,
      place: SourcePlace())
  }

  /// A name for an endpoint of any type.
  static func name(_ endpoint: JSON) -> String { endpoint.string ?? endpoint.text }

  /// Values of a call, in a dictionary or in pairs whose names may repeat.
  static func values(_ values: JSON, sorted: Bool) -> URLValues {
    var pairs: [(name: String, value: URLValue)] = []
    if values["$t"].string == "multidict" {
      for pair in values["v"].array where pair.array.count == 2 {
        let name = pair.array[0].string ?? ""
        let value = value(pair.array[1])
        if let index = pairs.firstIndex(where: { $0.name == name }) {
          guard case .list(let values) = pairs[index].value else {
            pairs[index].value = .list([pairs[index].value, value])
            continue
          }
          pairs[index].value = .list(values + [value])
        } else {
          pairs.append((name: name, value: value))
        }
      }
    } else {
      pairs = values.members.map { (name: $0.name, value: value($0.value)) }
    }
    return URLValues(sorted ? self.sorted(pairs) : pairs)
  }

  /// Names in order, and the values of each.
  private static func sorted(_ pairs: [(name: String, value: URLValue)]) -> [(name: String, value: URLValue)] {
    let single = pairs.flatMap { pair -> [(name: String, value: URLValue)] in
      guard case .list(let values) = pair.value else { return [pair] }
      return values.map { (name: pair.name, value: $0) }
    }
    return single.sorted {
      if $0.name != $1.name { return $0.name < $1.name }
      if case (.int(let left), .int(let right)) = ($0.value, $1.value) { return left < right }
      return ($0.value.text ?? "") < ($1.value.text ?? "")
    }
  }

  /// A value as Python would write it into a URL.
  static func value(_ value: JSON) -> URLValue {
    switch value {
    case .null: .none
    case .bool(let value): .string(value ? "True" : "False")
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    case .array(let values): .list(values.map(Self.value))
    case .object(let members):
      value["v"] == .null ? .list(members.map { Self.value($0.value) }) : Self.value(value["v"])
    }
  }

  /// Where a rule that only redirects leads; `nil` if it does not.
  func redirectTarget(_ values: [JSON.Member]) -> String? {
    guard var rest = redirectPattern.map({ Substring($0) }) else { return nil }
    var target = ""
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      let name = rest[rest.index(after: open)..<close]
      let value = values.first { $0.name == name }?.value ?? .null
      target += rest[..<open] + WerkzeugAdapter.encoded(Self.value(value).text ?? "", keeping: "!$&'()*+,/:;=@")
      rest = rest[rest.index(after: close)...]
    }
    return target + rest
  }
}
