/// A place in what somebody has sent, before it is read: a JSON value, a name in a query or a form, a setting.
///
/// Sources of fields implement it; ``Described`` types read themselves from it.
public protocol FieldInput {
  /// Reads the value.
  ///
  /// - Throws: Anything; ``problem(of:reading:)`` says what it means.
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value

  /// Sees to it that this one has fields.
  ///
  /// - Throws: If it has none, as a number in JSON.
  func requireFields() throws

  /// The value of a field in this one.
  ///
  /// - Returns: `nil` where it is missing, or said to be nothing.
  /// - Throws: If this one has no fields.
  func member(_ name: String) throws -> Self?

  /// The elements of this one.
  ///
  /// - Throws: If this one is no list.
  func elements() throws -> [Self]

  /// What an error that reading has thrown means for people.
  ///
  /// - Parameters:
  ///   - error: What was thrown.
  ///   - kind: What was expected.
  func problem(of error: any Error, reading kind: ValueKind) -> ValidationError
}
