internal import AloftCore

/// A place among settings, as their types read it.
struct SettingsInput: FieldInput {
  private let reader: SettingsReader
  private let prefix: String
  private let texts: [String]

  /// The top.
  init(_ reader: SettingsReader, prefix: String) {
    self.init(reader, prefix: prefix, texts: [])
  }

  private init(_ reader: SettingsReader, prefix: String, texts: [String]) {
    self.reader = reader
    self.prefix = prefix
    self.texts = texts
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let isList = type is any ExpressibleByArrayLiteral.Type
    // Of several flags the last one counts, so that a command line can be completed.
    let values = isList ? elementTexts : texts.suffix(1).map { $0 }
    return try TextValueDecoder(values: values, codingPath: []).read(type)
  }

  private var elementTexts: [String] {
    guard texts.count == 1 else { return texts }
    return texts[0].split(separator: ",").map { part in
      var part = part
      while part.first == " " { part.removeFirst() }
      while part.last == " " { part.removeLast() }
      return String(part)
    }
  }

  func requireFields() {}

  func member(_ name: String) -> SettingsInput? {
    let found = reader.texts(of: SettingName(name, prefix: prefix))
    return found.map { SettingsInput(reader, prefix: prefix, texts: $0.texts) }
  }

  func elements() -> [SettingsInput] { elementTexts.map { SettingsInput(reader, prefix: prefix, texts: [$0]) } }

  func problem(of error: any Error, reading kind: ValueKind) -> ValidationError {
    if case .other = kind, let error = error as? DecodingError {
      return ValidationError(FieldPath(), ValidationError(error).message, code: "type")
    }
    if let error = error as? DecodingError, ValidationError(error).code == "range" {
      return ValidationError(FieldPath(), "is too large or too small", code: "range")
    }
    return ValidationError(FieldPath(), kind.mismatch, code: "type")
  }
}
