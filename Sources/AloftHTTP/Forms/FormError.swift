/// What is wrong with the form in a request's body.
public enum FormError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The body is no form: its media type is this, or none is named; 415.
  case noForm(mediaType: String?)
  /// The media type names no boundary, or one that can be none; 400.
  case missingBoundary
  /// The body ends before the form does; 400.
  case incomplete
  /// A part's header is not `Name: value`; 400.
  case malformedPart
  /// A part has no name; 400.
  case namelessPart
  /// A name, or a part's header, is longer than borne; 400.
  case headerTooLarge(limit: Int)
  /// There are more fields than borne; 413.
  case tooManyFields(limit: Int)
  /// The fields' values are longer than borne; 413.
  case fieldsTooLarge(limit: Int)
  /// A file is longer than borne; 413.
  case fileTooLarge(name: String, limit: Int)

  /// The error in a sentence; of what the client sent it repeats the name of a field alone.
  public var description: String {
    switch self {
    case .noForm(let type?): "the body is no form but '\(type)'"
    case .noForm(nil): "the body is no form: it has no Content-Type"
    case .missingBoundary: "multipart/form-data needs a boundary of 1 to 70 characters"
    case .incomplete: "the form ends before its last boundary"
    case .malformedPart: "a part's header is malformed"
    case .namelessPart: "a part has no name"
    case .headerTooLarge(let limit): "a name, or a part's header, is longer than \(limit) bytes"
    case .tooManyFields(let limit): "the form has more than \(limit) fields"
    case .fieldsTooLarge(let limit): "the fields' values are longer than \(limit) bytes"
    case .fileTooLarge(let name, let limit): "the file of '\(name)' is longer than \(limit) bytes"
    }
  }

  /// The status that answers it.
  public var status: Status {
    switch self {
    case .noForm: .unsupportedMediaType
    case .tooManyFields, .fieldsTooLarge, .fileTooLarge: .contentTooLarge
    default: .badRequest
    }
  }
}
