/// A value in a JSON text, for types that read themselves.
///
/// The text has been checked as a whole before there is a reader; what is read twice is the same twice.
///
/// ```swift
/// init(json: JSONReader) throws {
///   name = try json.member("name")
///   tags = try json.memberIfPresent("tags") ?? []
/// }
/// ```
public struct JSONReader {
  /// The kinds of JSON values.
  public enum Kind: Sendable, Hashable {
    case null, bool, number, string, array, object
  }

  let context: ReadingContext
  let index: UInt32

  init(_ bytes: [UInt8], coding: JSONCoding) throws(JSONError) {
    let document = try Document.scan(
      bytes, depthLimit: coding.depthLimit, takesLast: coding.duplicateKeys == .lastCounts)
    self.init(ReadingContext(document: document, coding: coding), 0)
  }

  @inline(__always)
  init(_ context: ReadingContext, _ index: Int) {
    self.context = context
    self.index = UInt32(truncatingIfNeeded: index)
  }

  @inline(__always) var node: Node { context.document.nodes[Int(index)] }

  /// The options that are followed.
  public var coding: JSONCoding { context.coding }

  /// The value's kind.
  public var kind: Kind {
    switch node.kind {
    case .null: .null
    case .true, .false: .bool
    case .number: .number
    case .string, .key, .shadowedKey: .string
    case .array: .array
    case .object: .object
    }
  }

  /// Whether the value is `null`.
  public var isNull: Bool { node.kind == .null }

  // MARK: - Scalars

  /// Reads `true` or `false`.
  ///
  /// - Returns: The value.
  /// - Throws: A ``JSONError`` if it is of another kind.
  public func bool() throws(JSONError) -> Bool {
    switch node.kind {
    case .true: return true
    case .false: return false
    default: throw wrongKind("true or false")
    }
  }

  /// Reads a string.
  ///
  /// - Returns: The string.
  /// - Throws: A ``JSONError`` if the value is of another kind.
  public func string() throws(JSONError) -> String {
    let node = node
    guard node.kind == .string else { throw wrongKind("a string") }
    return context.document.text(of: node)
  }

  /// Reads a whole number; `1.0` and `1e2` are whole, too.
  ///
  /// - Parameter type: The number's type.
  /// - Returns: The number.
  /// - Throws: A ``JSONError`` if the value is of another kind, is no whole number, or doesn't fit.
  public func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(JSONError) -> T {
    let node = node
    guard node.kind == .number else { throw wrongKind("a whole number") }
    let number = context.document.withBytes(of: node) { NumberText.integer(type, $0, isComplex: node.isComplex) }
    if let number { return number }
    throw error("The number \(shortText) is no \(type): whole, from \(T.min) to \(T.max)", .outOfRange)
  }

  /// Reads a number as the nearest `Double`.
  ///
  /// - Returns: The number.
  /// - Throws: A ``JSONError`` if the value is of another kind, or larger than any `Double`.
  public func double() throws(JSONError) -> Double {
    let node = node
    guard node.kind == .number else { throw wrongKind("a number") }
    if let number = context.document.withBytes(of: node, NumberText.double) { return number }
    throw error("The number \(shortText) is too large for a Double", .outOfRange)
  }

  /// Reads a number as the nearest `Float`.
  ///
  /// - Returns: The number.
  /// - Throws: A ``JSONError`` if the value is of another kind, or larger than any `Float`.
  public func float() throws(JSONError) -> Float {
    let node = node
    guard node.kind == .number else { throw wrongKind("a number") }
    if let number = context.document.withBytes(of: node, NumberText.float) { return number }
    throw error("The number \(shortText) is too large for a Float", .outOfRange)
  }

  /// Reads a number as it is written.
  ///
  /// - Returns: The number.
  /// - Throws: A ``JSONError`` if the value is of another kind.
  public func number() throws(JSONError) -> JSONNumber {
    let node = node
    guard node.kind == .number else { throw wrongKind("a number") }
    if !node.isComplex, context.document.bytes[node.range] != [UInt8(ascii: "-"), UInt8(ascii: "0")],
      let integer = context.document.withBytes(of: node, { NumberText.integer(Int.self, $0, isComplex: false) })
    {
      return JSONNumber(integer)
    }
    return JSONNumber(checked: context.document.text(ofNumber: node))
  }

  // MARK: - Containers

  /// The number of elements of an array, or of members of an object; 0 for other values.
  public var count: Int {
    let node = node
    guard node.kind == .array || node.kind == .object else { return 0 }
    return node.kind == .object && node.isComplex ? Array(JSONMembers(self)).count : node.count
  }

  /// Reads an array.
  ///
  /// - Returns: Its elements.
  /// - Throws: A ``JSONError`` if the value is of another kind.
  public func elements() throws(JSONError) -> JSONElements {
    guard node.kind == .array else { throw wrongKind("an array") }
    return JSONElements(self)
  }

  /// Reads an object.
  ///
  /// - Returns: Its members, in the order of the text.
  /// - Throws: A ``JSONError`` if the value is of another kind.
  public func members() throws(JSONError) -> JSONMembers {
    guard node.kind == .object else { throw wrongKind("an object") }
    return JSONMembers(self)
  }

  /// Looks for a member of an object.
  ///
  /// - Parameter name: The member's name.
  /// - Returns: The member's value, `nil` if there is none of that name.
  /// - Throws: A ``JSONError`` if the value is no object.
  public func reader(of name: String) throws(JSONError) -> JSONReader? {
    guard node.kind == .object else { throw wrongKind("an object") }
    return context.value(of: name, in: Int(index)).map { JSONReader(context, $0) }
  }

  /// Reads a member of an object.
  ///
  /// - Parameters:
  ///   - name: The member's name.
  ///   - type: The type of its value.
  /// - Returns: The member's value.
  /// - Throws: A ``JSONError`` if the value is no object, there is no such member, or its value is none of that type.
  @inlinable
  public func member<T: JSONReadable>(_ name: String, as type: T.Type = T.self) throws -> T {
    guard let value = try reader(of: name) else { throw missing(name) }
    return try T(json: value)
  }

  /// Reads a member of an object that may be missing or `null`.
  ///
  /// - Parameters:
  ///   - name: The member's name.
  ///   - type: The type of its value.
  /// - Returns: The member's value, `nil` if it is missing or `null`.
  /// - Throws: A ``JSONError`` if the value is no object, or the member's value is none of that type.
  @inlinable
  public func memberIfPresent<T: JSONReadable>(_ name: String, as type: T.Type = T.self) throws -> T? {
    guard let value = try reader(of: name), !value.isNull else { return nil }
    return try T(json: value)
  }

  // MARK: - Errors

  /// The error that an object has no member of a name.
  ///
  /// - Parameter name: The name.
  /// - Returns: The error, with the place of the object.
  public func missing(_ name: String) -> JSONError { missing(name) { _ in false } }

  func missing(_ name: String, isKnown: @escaping @Sendable (String) -> Bool) -> JSONError {
    JSONError(
      .missingKey, "The key '\(name)' is missing",
      at: .document(context.document, node: Int(index), offset: node.place),
      missingKey: JSONError.MissingKey(name: name, isKnown: isKnown))
  }

  /// The error that the value is not what its type needs.
  ///
  /// - Parameter problem: What was expected and found, as a sentence without its full stop.
  /// - Returns: The error, with the place of the value.
  public func invalid(_ problem: String) -> JSONError { error(problem, .invalid) }

  func error(_ problem: String, _ reason: JSONError.Reason) -> JSONError {
    JSONError(reason, problem, at: .document(context.document, node: Int(index), offset: node.place))
  }

  func wrongKind(_ expected: String) -> JSONError {
    let found =
      switch kind {
      case .null: "null"
      case .bool: node.kind == .true ? "true" : "false"
      case .number: "a number"
      case .string: "a string"
      case .array: "an array"
      case .object: "an object"
      }
    return error("Expected \(expected), but found \(found)", .wrongKind)
  }

  private var shortText: String {
    let text = context.document.bytes[node.range]
    return String(decoding: text.prefix(40), as: UTF8.self) + (text.count > 40 ? "…" : "")
  }
}

extension Document {
  func text(ofNumber node: Node) -> String { String(decoding: bytes[node.range], as: UTF8.self) }
}
