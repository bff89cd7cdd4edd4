internal import AloftCore

/// A place among settings, as their types read it.
struct SettingsInput: FieldInput {
  private let reader: SettingsReader
  private let items: [SettingsDeclaration.Item]
  private let texts: [String]

  /// The top.
  ///
  /// - Parameters:
  ///   - reader: Where the settings come from.
  ///   - items: The settings of the type that is read.
  init(_ reader: SettingsReader, _ items: [SettingsDeclaration.Item]) {
    self.init(reader, items, texts: [])
  }

  private init(_ reader: SettingsReader, _ items: [SettingsDeclaration.Item], texts: [String]) {
    self.reader = reader
    self.items = items
    self.texts = texts
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    // What starts programs can often set a variable to nothing, but not leave it out.
    if texts.last == "", type is any ExpressibleByNilLiteral.Type {
      return try TextValueDecoder(values: [], codingPath: []).read(type)
    }
    let isList = ValueKind(type).isList || type is any ExpressibleByArrayLiteral.Type
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

  func member(_ name: String) throws -> SettingsInput? {
    guard let item = items.first(where: { $0.description.name == name }) else { return nil }
    return try reader.texts(of: item).map { SettingsInput(reader, [], texts: $0.texts) }
  }

  func elements() -> [SettingsInput] { elementTexts.map { SettingsInput(reader, [], texts: [$0]) } }

  func problem(of error: any Error, reading kind: ValueKind) -> ValidationError {
    if let error = error as? MissingFlagValue {
      return ValidationError(FieldPath(), Message("{flag} needs a value", ["flag": error.flag]), code: "flag")
    }
    return ValidationError(reading: kind, error)
  }
}
