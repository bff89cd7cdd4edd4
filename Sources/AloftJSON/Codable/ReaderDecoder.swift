/// The decoder of one value.
struct ReaderDecoder: Decoder {
  let reader: JSONReader

  var codingPath: [any CodingKey] { reader.steps }
  var userInfo: [CodingUserInfoKey: Any] { reader.context.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(try ReaderKeyedContainer<Key>(reader))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try ReaderUnkeyedContainer(reader) }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { ReaderSingleValueContainer(reader: reader) }
}
