/// What a field is, for those who document it, draw it or store it.
public struct FieldDescription: Sendable, Hashable {
  /// Its name, as a program spells it: `databaseURL`.
  public let name: String
  /// What kind of value it holds.
  public let kind: ValueKind
  /// Whether it has to be there.
  public let isRequired: Bool
  /// The value that it has where it is missing, as text; `nil` where there is none.
  public let defaultText: String?
  /// What people call it.
  public let label: String?
  /// What people should know of it.
  public let help: String?
  /// Whether its value is kept from being shown.
  public let isSecret: Bool
  /// The limits of its value.
  public let validators: [ValidatorDescription]
}

/// A type whose values are kept from being shown.
public protocol SecretValue {}

extension Optional: SecretValue where Wrapped: SecretValue {}
extension Array: SecretValue where Element: SecretValue {}
