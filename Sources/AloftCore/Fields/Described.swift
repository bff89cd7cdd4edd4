/// A type that describes its fields, once for everybody: who reads it, checks it, documents it, draws it or stores it.
///
/// ```swift
/// struct NewUser: Described {
///   let name: String
///   let email: String
///   let age: Int?
///   static let fields = Fields(
///     NewUser.init,
///     Field("name", .length(1...80)),
///     Field("email", .pattern(#"\S+@\S+"#, "is no address of mail")),
///     Field("age", .range(13...)))
/// }
/// ```
///
/// Everything that is wrong with a value is reported at once, where a type that is only `Decodable` stops at the first
/// value that has not its type. It is `Decodable` too, and so may stand in other types and be read by any decoder.
public protocol Described: FieldComposed, Validated {
  /// The fields, in the order of the initializer's parameters.
  static var fields: Fields<Self> { get }
}

/// A type whose values consist of fields, directly or in a list.
public protocol FieldComposed: Decodable, SendableMetatype {
  /// Reads a value, and goes on after what is wrong.
  ///
  /// - Parameters:
  ///   - input: Where it stands.
  ///   - errors: Gets what is wrong.
  /// - Returns: `nil` where there is nothing to go on with.
  static func read<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> Self?
}

extension FieldComposed {
  /// Reads a value from the top of what was sent.
  ///
  /// - Throws: ``ValidationErrors`` with everything that is wrong.
  public static func read(from input: some FieldInput) throws -> Self {
    var errors = FieldErrors()
    let value = read(from: input, &errors)
    guard let value, errors.errors.isEmpty else { throw ValidationErrors(errors.errors) }
    return value
  }
}

extension Described {
  /// Checks nothing beyond the fields' own limits.
  public func validate(_ check: inout Validation) {}

  /// The fields for those who know the type by its protocol only.
  public static var fieldDescriptions: [FieldDescription] { fields.descriptions }

  /// Reads the fields, and checks the value they make.
  public static func read<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> Self? {
    do {
      try input.requireFields()
    } catch {
      errors.add(input.problem(of: error, reading: .fields))
      return nil
    }
    guard let value = fields.read(from: input, &errors) else { return nil }
    var validation = Validation(at: errors.path)
    value.validate(&validation)
    errors.add(found: validation.errors)
    return value
  }

  /// Reads a value from any decoder.
  ///
  /// - Throws: ``ValidationErrors`` with everything that is wrong.
  public init(from decoder: any Decoder) throws { self = try Self.read(from: DecoderInput(decoder)) }
}

extension Array: FieldComposed where Element: FieldComposed {
  /// Reads the elements, and goes on after those that something is wrong with.
  public static func read<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> [Element]? {
    let inputs: [Input]
    do {
      inputs = try input.elements()
    } catch {
      errors.add(input.problem(of: error, reading: .list(.fields)))
      return nil
    }
    var elements: [Element] = []
    elements.reserveCapacity(inputs.count)
    for (index, input) in inputs.enumerated() where !errors.isFull {
      if let element = errors.enter(.index(index), { Element.read(from: input, &$0) }) { elements.append(element) }
    }
    return elements.count == inputs.count ? elements : nil
  }
}

extension Optional: FieldComposed where Wrapped: FieldComposed {
  /// Reads what is wrapped.
  public static func read<Input: FieldInput>(from input: Input, _ errors: inout FieldErrors) -> Wrapped?? {
    Wrapped.read(from: input, &errors).map { .some($0) }
  }
}
