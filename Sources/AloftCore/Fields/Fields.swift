/// The fields of a type, and how a value is made of them: see ``Described``.
public struct Fields<Value>: Sendable {
  private let plan: any FieldPlan<Value>
  /// The fields for those who document them, in order.
  public let descriptions: [FieldDescription]

  /// Creates a description.
  ///
  /// - Parameters:
  ///   - make: Makes a value, mostly the type's memberwise initializer; may throw ``ValidationErrors``.
  ///   - field: A field for each of its parameters, in their order.
  public init<each F: Decodable>(
    _ make: @escaping @Sendable (repeat each F) throws -> Value, _ field: repeat Field<each F>
  ) {
    var descriptions: [FieldDescription] = []
    for field in repeat each field { descriptions.append(field.description) }
    self.descriptions = descriptions
    plan = Plan(make: make, fields: (repeat each field))
  }

  /// Reads a value, and goes on after what is wrong.
  ///
  /// - Returns: `nil` where something was wrong.
  func read<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> Value? {
    plan.read(from: input, &errors)
  }
}

/// Fields whose types are forgotten.
private protocol FieldPlan<Value>: Sendable {
  associatedtype Value
  func read<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> Value?
}

private struct Plan<Value, each F: Decodable>: FieldPlan {
  private struct NoValue: Error {}

  let make: @Sendable (repeat each F) throws -> Value
  let fields: (repeat Field<each F>)

  func read<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> Value? {
    let values = (repeat (each fields).read(from: input, &errors))
    do {
      return try make(repeat try Self.present(each values))
    } catch let found as ValidationErrors {
      for error in found.errors { errors.add(error) }
    } catch is NoValue {
      // It was reported where it was read.
    } catch {
      errors.add("has not the right form", code: "invalid")
    }
    return nil
  }

  private static func present<T>(_ value: T?) throws -> T {
    guard let value else { throw NoValue() }
    return value
  }
}
