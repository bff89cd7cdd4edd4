/// What is wrong with one value that somebody has sent.
public struct ValidationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where the value stands.
  public var path: FieldPath
  /// What is wrong, for people.
  public let message: Message
  /// What is wrong, for programs: `required`, `type`, `length`, `range`, `pattern`, `count`, `choice` or your own.
  public let code: String

  /// Creates an error; see the properties.
  public init(_ path: FieldPath, _ message: Message, code: String) {
    self.path = path
    self.message = message
    self.code = code
  }

  /// `items[3].price: must be at least 0`
  public var description: String { path.steps.isEmpty ? "\(message)" : "\(path): \(message)" }
}

/// Everything that is wrong with what somebody has sent; answered with 422 where a handler lets it through.
public struct ValidationErrors: Error, Sendable, Hashable, CustomStringConvertible {
  /// The errors in the order of the fields; never empty.
  public let errors: [ValidationError]

  /// Creates what is thrown for errors.
  public init(_ errors: [ValidationError]) { self.errors = errors }

  /// Creates what is thrown for one error.
  public init(_ path: FieldPath, _ message: Message, code: String) {
    self.init([ValidationError(path, message, code: code)])
  }

  /// An error a line.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
