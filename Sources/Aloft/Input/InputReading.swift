internal import AloftCore

/// How parameters make values of what a client has sent, and what they throw where it does not fit.
enum InputReading {
  /// Reads a value: field by field where its type describes them, else as the type reads itself, then checked.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - input: What a type that describes its fields reads.
  ///   - decode: Reads any other.
  /// - Throws: ``ValidationErrors`` for what does not fit.
  static func read<Value: Decodable>(
    _ type: Value.Type, from input: @autoclosure () throws -> some FieldInput, decode: () throws -> Value
  ) throws -> Value {
    if let composed = type as? any FieldComposed.Type, let value = try composed.read(from: try input()) as? Value {
      return value
    }
    let value = try decode()
    guard let validated = value as? any Validated else { return value }
    var validation = Validation()
    validated.validate(&validation)
    guard validation.errors.isEmpty else { throw ValidationErrors(validation.errors) }
    return value
  }

  /// Reads a value from names with texts.
  static func read<Value: Decodable>(_ type: Value.Type, from fields: TextFields) throws -> Value {
    try read(type, from: TextInput(fields)) {
      do {
        return try Value(from: TextDecoder(fields))
      } catch let error as DecodingError {
        throw ValidationErrors([ValidationError(error)])
      }
    }
  }
}
