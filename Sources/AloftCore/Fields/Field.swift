/// A field of a type that describes itself: its name, its limits, and what it is when it is missing.
///
/// Its type is that of the initializer's parameter, so that it is written once: see ``Described``.
public struct Field<Value: Decodable>: Sendable {
  /// The name, as it is sent.
  public let name: String
  let validators: [Validator<Value>]
  let label: String?
  let help: String?
  private let kind = ValueKind(Value.self)
  /// The value of a missing field: the default, `nil` for an optional.
  private let missing: (@Sendable () -> Value)?
  private let hasDefault: Bool
  /// The type itself if its values consist of fields.
  private let composed: (any FieldComposed.Type)?

  /// A field that has to be there, unless it is optional.
  ///
  /// - Parameters:
  ///   - name: The name, as it is sent.
  ///   - validators: The limits, tried in order up to the first that is broken.
  ///   - label: What people call it.
  ///   - help: What people should know of it.
  public init(_ name: String, _ validators: Validator<Value>..., label: String? = nil, help: String? = nil) {
    let none = (Value.self as? any OptionalType.Type)?.none as? @Sendable () -> Value
    self.init(name, validators, label, help, missing: none, hasDefault: false)
  }

  /// A field that may be missing.
  ///
  /// - Parameters:
  ///   - name: The name, as it is sent.
  ///   - validators: The limits, tried in order up to the first that is broken.
  ///   - value: What it is when it is missing.
  ///   - label: What people call it.
  ///   - help: What people should know of it.
  public init(
    _ name: String, _ validators: Validator<Value>..., default value: @autoclosure @escaping @Sendable () -> Value,
    label: String? = nil, help: String? = nil
  ) {
    self.init(name, validators, label, help, missing: value, hasDefault: true)
  }

  private init(
    _ name: String, _ validators: [Validator<Value>], _ label: String?, _ help: String?,
    missing: (@Sendable () -> Value)?, hasDefault: Bool
  ) {
    self.name = name
    self.validators = validators
    self.label = label
    self.help = help
    self.missing = missing
    self.hasDefault = hasDefault
    composed = Value.self as? any FieldComposed.Type
  }

  /// The field for those who document it.
  public var description: FieldDescription {
    FieldDescription(
      name: name, kind: kind, isRequired: missing == nil, defaultText: hasDefault ? missing.map { "\($0())" } : nil,
      label: label, help: help, isSecret: Value.self is any SecretValue.Type,
      validators: validators.map(\.description))
  }

  /// Reads the field.
  ///
  /// - Parameters:
  ///   - input: What has the field.
  ///   - errors: Gets what is wrong.
  /// - Returns: The value; `nil` where there is none to go on with.
  func read<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> Value? {
    errors.enter(.name(name)) { errors in
      guard let value = value(from: input, &errors) else { return nil }
      for validator in validators {
        guard let failure = validator.check(value) else { continue }
        errors.add(failure.message, code: failure.code)
        break
      }
      return value
    }
  }

  private func value<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> Value? {
    do {
      guard let member = try input.member(name) else {
        if let missing { return missing() }
        errors.add("is missing", code: "required")
        return nil
      }
      guard let composed else { return errors.decode(Value.self, from: member, kind) }
      return composed.read(from: member, &errors) as? Value
    } catch {
      errors.add(input.problem(of: error, reading: .fields))
      return nil
    }
  }
}

/// A type with a value for nothing.
private protocol OptionalType {
  /// Makes the value for nothing: a function of type `@Sendable () -> Self`.
  static var none: Any { get }
}

extension Optional: OptionalType {
  fileprivate static var none: Any {
    let none: @Sendable () -> Wrapped? = { nil }
    return none
  }
}
