/// A media type with its parameters, `text/html; charset=utf-8` (RFC 9110, section 8.3.1).
///
/// In `Accept` it may be a range, `text/*` or `*/*`.
public struct MediaType: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The type, `text`, in lower case.
  public let type: String
  /// The subtype, `html`, in lower case.
  public let subtype: String
  /// The parameters in order, their names in lower case.
  public let parameters: [ParameterizedValue.Parameter]

  /// Reads a media type; `nil` for what is none.
  public init?(_ text: some StringProtocol) { self.init(ParameterizedValue(parsing: text)) }

  /// Creates a media type of a literal; one that is none becomes `application/octet-stream`.
  public init(stringLiteral text: String) {
    self = MediaType(text) ?? MediaType(type: "application", subtype: "octet-stream")
  }

  init?(_ value: ParameterizedValue) {
    let parts = value.value.lowercased().split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isToken) }),
      parts[0] != "*" || parts[1] == "*"
    else { return nil }
    self.init(type: String(parts[0]), subtype: String(parts[1]), parameters: value.parameters)
  }

  private init(type: String, subtype: String, parameters: [ParameterizedValue.Parameter] = []) {
    self.type = type
    self.subtype = subtype
    self.parameters = parameters
  }

  /// The type without its parameters, `text/html`.
  public var essence: String { "\(type)/\(subtype)" }

  /// The value of a parameter, whatever the case of its name.
  public subscript(parameter: String) -> String? {
    parameters.first { FieldText.equal($0.name, parameter) }?.value
  }

  /// Whether it is JSON: `application/json`, or any type whose name ends in `+json`.
  public var isJSON: Bool { essence == "application/json" || subtype.hasSuffix("+json") }

  /// The media type as a field holds it.
  public var description: String { ParameterizedValue(essence, parameters: parameters).description }

  /// How much a range says: nothing, the type, the subtype too, and each parameter.
  var specificity: Int { type == "*" ? 0 : subtype == "*" ? 1 : 2 + parameters.count }

  /// Whether this range takes a media type: with all parameters that the range names, in any order.
  func takes(_ offered: MediaType) -> Bool {
    guard type == "*" || type == offered.type, subtype == "*" || subtype == offered.subtype else { return false }
    return parameters.allSatisfy { parameter in
      offered[parameter.name].map { Self.equal($0, parameter.value, in: parameter.name) } ?? false
    }
  }

  /// Character sets are named without regard to case; of other parameters nobody knows.
  private static func equal(_ a: String, _ b: String, in name: String) -> Bool {
    name == "charset" ? FieldText.equal(a, b) : a == b
  }
}

extension Request {
  /// The media type of the body, `nil` where the client names none.
  public var mediaType: MediaType? { headers[.contentType].flatMap { MediaType($0) } }
}
