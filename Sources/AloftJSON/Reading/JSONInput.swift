public import AloftCore

/// A JSON value as ``Described`` types read it.
public struct JSONInput: FieldInput {
  private let reader: JSONReader

  /// Reads from a value in a text.
  public init(_ reader: JSONReader) { self.reader = reader }

  /// Reads the value as its type does.
  public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try reader.decode(type) }

  /// Sees to it that the value is an object.
  public func requireFields() throws { _ = try reader.members() }

  /// The value of a member; `nil` where it is missing or `null`.
  public func member(_ name: String) throws -> JSONInput? {
    guard let member = try reader.reader(of: name), !member.isNull else { return nil }
    return JSONInput(member)
  }

  /// The elements of an array.
  public func elements() throws -> [JSONInput] { try reader.elements().map { JSONInput($0) } }

  /// What an error of reading means for people: that of the type, or what the type itself says.
  public func problem(of error: any Error, reading kind: ValueKind) -> ValidationError {
    let found = (error as? DecodingError).map { JSONError($0, in: reader.context.document) } ?? error as? JSONError
    guard let found else { return ValidationError(FieldPath(), kind.mismatch, code: "type") }
    let here = reader.steps.count
    let path = FieldPath(
      found.steps.dropFirst(here).map { step in
        switch step {
        case .key(let name): .name(name)
        case .index(let index): .index(index)
        }
      })
    switch found.reason {
    case .outOfRange: return ValidationError(path, "is too large or too small", code: "range")
    case .missingKey: return ValidationError(path, Message(found.problemBehindName), code: "required")
    default: break
    }
    guard let kind = kind.element(at: path) else {
      return ValidationError(path, Message(found.problemBehindName), code: "type")
    }
    if case .choice = kind { return ValidationError(path, kind.mismatch, code: "choice") }
    guard case .other = kind else { return ValidationError(path, kind.mismatch, code: "type") }
    return ValidationError(path, Message(found.problemBehindName), code: "type")
  }
}

extension ValueKind {
  /// The kind of an element of lists; `nil` where the path leads elsewhere.
  fileprivate func element(at path: FieldPath) -> ValueKind? {
    var kind = self
    for step in path.steps {
      guard case .index = step, case .list(let element) = kind else { return nil }
      kind = element
    }
    return kind
  }
}

extension JSONReader {
  /// Reads the value at the top of a text.
  ///
  /// - Throws: A ``JSONError`` for what is no JSON.
  package init(checking bytes: [UInt8], coding: JSONCoding) throws { try self.init(bytes, coding: coding) }
}

extension JSONCoding {
  /// Reads a value whose type describes its fields, and reports everything that is wrong.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - bytes: A text in UTF-8, without a byte order mark.
  /// - Returns: The value.
  /// - Throws: A ``JSONError`` for what is no JSON, ``ValidationErrors`` for what does not fit.
  public func read<T: FieldComposed>(_ type: T.Type = T.self, from bytes: [UInt8]) throws -> T {
    try T.read(from: JSONInput(JSONReader(bytes, coding: self)))
  }
}
