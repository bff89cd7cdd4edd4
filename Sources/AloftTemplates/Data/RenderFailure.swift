internal import AloftCore

/// Why a template could not go on, before it is known where it was.
struct RenderFailure: Error {
  let kind: TemplateError.Kind
  let message: String
  let fix: String?

  init(_ kind: TemplateError.Kind, _ message: String, fix: String? = nil) {
    self.kind = kind
    self.message = message
    self.fix = fix
  }
}

extension Undefined {
  /// The error of using it.
  var failure: RenderFailure { RenderFailure(.undefined, message, fix: nearest.map { "did you mean '\($0)'?" }) }

  var nearest: String? { NearestName.of(name, in: known) }

  var message: String {
    if let hint { return hint }
    guard let owner else { return "'\(name)' is undefined" }
    return "'\(owner)' has no member '\(name)'"
  }

  /// What one that shows itself prints.
  var visibleText: String {
    if let hint { return "{{ undefined value printed: \(hint) }}" }
    guard let owner else { return "{{ \(name) }}" }
    let shown = owner == "NoneType" ? "None" : "\(owner) object"
    return "{{ no such element: \(shown)[\(key ?? TemplateText.quoted(name))] }}"
  }
}
