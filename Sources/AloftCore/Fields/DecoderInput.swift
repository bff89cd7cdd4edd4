/// A place in whatever a decoder reads.
struct DecoderInput: FieldInput {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  /// The value of another decoder, kept to be read later.
  private struct Kept: Decodable {
    let decoder: any Decoder

    init(from decoder: any Decoder) { self.decoder = decoder }
  }

  private let decoder: any Decoder

  init(_ decoder: any Decoder) { self.decoder = decoder }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try decoder.singleValueContainer().decode(type)
  }

  func requireFields() throws { _ = try decoder.container(keyedBy: Key.self) }

  func member(_ name: String) throws -> DecoderInput? {
    let container = try decoder.container(keyedBy: Key.self)
    let key = Key(stringValue: name)
    guard container.contains(key), try !container.decodeNil(forKey: key) else { return nil }
    return DecoderInput(try container.decode(Kept.self, forKey: key).decoder)
  }

  func elements() throws -> [DecoderInput] {
    var container = try decoder.unkeyedContainer()
    var elements: [DecoderInput] = []
    while !container.isAtEnd { elements.append(DecoderInput(try container.decode(Kept.self).decoder)) }
    return elements
  }

  func problem(of error: any Error, reading kind: ValueKind) -> ValidationError {
    ValidationError(FieldPath(), kind.mismatch, code: "type")
  }
}
