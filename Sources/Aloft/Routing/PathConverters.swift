/// The converters that patterns may name: those that every application has, and its own.
public struct PathConverters: Sendable {
  typealias Maker = @Sendable (inout ConverterArguments) throws -> PlaceholderConverter

  private(set) var makers: [String: Maker]

  /// Creates the set that every application has: `string`, `int`, `float`, `uuid`, `any` and `path`.
  public init() {
    makers = [
      "string": { arguments in .string(try StringConverter(&arguments)) },
      "int": { arguments in .int(try IntConverter(&arguments)) },
      "float": { arguments in .float(try FloatConverter(&arguments)) },
      "uuid": { _ in .uuid(UUIDConverter()) },
      "any": { arguments in .choice(try ChoiceConverter(&arguments)) },
      "path": { _ in .path },
    ]
  }

  /// Registers a converter that takes no arguments, `{code:country}`.
  ///
  /// - Parameters:
  ///   - name: The name in patterns; it replaces an earlier converter of that name.
  ///   - converter: The converter.
  public mutating func register(_ name: String, _ converter: some PathConverter) {
    makers[name] = { _ in .custom(converter) }
  }

  /// Registers a converter that is made from arguments, `{code:country(region=eu)}`.
  ///
  /// - Parameters:
  ///   - name: The name in patterns; it replaces an earlier converter of that name.
  ///   - make: Makes the converter of one placeholder; it throws a ``ConverterArgumentError`` if an argument has
  ///     no sense. Arguments that it does not ask for are reported as unknown.
  public mutating func register(
    _ name: String,
    _ make: @escaping @Sendable (inout ConverterArguments) throws -> any PathConverter
  ) {
    makers[name] = { arguments in .custom(try make(&arguments)) }
  }
}
