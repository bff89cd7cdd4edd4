/// Gathers what is wrong with fields, and knows where they stand.
public struct FieldErrors: Sendable {
  /// More would help nobody, and somebody could ask for millions.
  private static let most = 100

  /// What was found, in the order of the fields.
  public private(set) var errors: [ValidationError] = []
  private var steps: [FieldPath.Step] = []

  /// Creates an empty collection.
  public init() {}

  /// Where the field that is being read stands.
  public var path: FieldPath { FieldPath(steps) }

  /// Whether no more errors are gathered.
  var isFull: Bool { errors.count >= Self.most }

  /// Goes a step further for as long as `read` takes.
  public mutating func enter<Result>(_ step: FieldPath.Step, _ read: (inout FieldErrors) -> Result) -> Result {
    steps.append(step)
    defer { steps.removeLast() }
    return read(&self)
  }

  /// Notes an error of the field that is being read.
  public mutating func add(_ message: Message, code: String) {
    if !isFull { errors.append(ValidationError(path, message, code: code)) }
  }

  /// Notes an error whose path goes on from the field that is being read.
  public mutating func add(_ error: ValidationError) {
    guard !isFull else { return }
    errors.append(ValidationError(path.appending(error.path), error.message, code: error.code))
  }

  /// Notes errors that were found by a type itself, whose paths begin at the top.
  mutating func add(found: [ValidationError]) {
    errors += found.prefix(max(0, Self.most - errors.count))
  }

  /// Reads a value whose type knows no fields.
  mutating func decode<Value: Decodable, Input: FieldInput>(
    _ type: Value.Type, from input: Input, _ kind: ValueKind
  ) -> Value? {
    do {
      return try input.decode(type)
    } catch let errors as ValidationErrors {
      for error in errors.errors { add(error) }
    } catch {
      add(input.problem(of: error, reading: kind))
    }
    return nil
  }
}
