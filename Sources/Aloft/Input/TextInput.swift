internal import AloftCore

/// A place among names with texts, as ``Described`` types read it: `address[city]` is a field of a field, `tag` or `tag[]`
/// several times a list, `items[0][price]` a field of an element.
struct TextInput: FieldInput {
  private static let mostElements = 1000

  private let fields: TextFields
  /// The whole name; `nil` at the top.
  private let name: String?
  private let texts: [String]

  /// The top.
  init(_ fields: TextFields) {
    self.fields = fields
    name = nil
    texts = []
  }

  private init(_ fields: TextFields, _ name: String, _ texts: [String]) {
    self.fields = fields
    self.name = name
    self.texts = texts
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard name != nil else { return try Value(from: TextDecoder(fields)) }
    // An empty text is how a form says that an optional field was left out.
    let isEmpty = texts == [""] && type is any ExpressibleByNilLiteral.Type
    return try TextValueDecoder(values: isEmpty ? [] : texts, codingPath: []).read(type)
  }

  func requireFields() {}

  func member(_ member: String) throws -> TextInput? {
    let whole = name.map { "\($0)[\(member)]" } ?? member
    let values = fields.values(of: whole)
    let texts = values.isEmpty ? fields.values(of: "\(whole)[]") : values
    guard !texts.isEmpty || fields.hasName(beginningWith: "\(whole)[") else { return nil }
    return TextInput(fields, whole, texts)
  }

  func elements() throws -> [TextInput] {
    guard name != nil, texts.isEmpty else { return texts.map { TextInput(fields, name ?? "", [$0]) } }
    var elements: [TextInput] = []
    while elements.count < Self.mostElements, let element = try member("\(elements.count)") { elements.append(element) }
    return elements
  }

  func problem(of error: any Error, reading kind: ValueKind) -> ValidationError {
    guard let error = error as? DecodingError else { return ValidationError(FieldPath(), kind.mismatch, code: "type") }
    let found = ValidationError(error)
    let code = if case .choice = kind { "choice" } else { found.code }
    guard code != "range", kind.isKnown else {
      return ValidationError(FieldPath(), found.message, code: code)
    }
    return ValidationError(FieldPath(), kind.mismatch, code: code)
  }
}

extension ValueKind {
  /// Whether more is known of the type than its name.
  fileprivate var isKnown: Bool { if case .other = self { false } else { true } }
}

extension ValidationError {
  /// What a decoder of texts has thrown.
  init(_ error: DecodingError) {
    let (context, missing): (DecodingError.Context, (any CodingKey)?) =
      switch error {
      case .keyNotFound(let key, let context): (context, key)
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): (context, nil)
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: "does not fit"), nil)
      }
    var path = FieldPath(
      context.codingPath.map { key in key.intValue.map { .index($0) } ?? .name(key.stringValue) })
    if let missing {
      path.steps.append(.name(missing.stringValue))
      self.init(path, "is missing", code: "required")
    } else {
      let text = context.debugDescription
      self.init(path, Message(text), code: text.hasSuffix("too large or too small") ? "range" : "type")
    }
  }
}
