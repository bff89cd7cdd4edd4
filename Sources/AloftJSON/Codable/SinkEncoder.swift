/// The encoder of one value.
struct SinkEncoder: Encoder {
  let sink: EncodingSink
  let id: Int

  var codingPath: [any CodingKey] { sink.steps }
  var userInfo: [CodingUserInfoKey: Any] { sink.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    sink.begin(.object, id: id)
    return KeyedEncodingContainer(SinkKeyedContainer<Key>(sink: sink, id: id))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    sink.begin(.array, id: id)
    return SinkUnkeyedContainer(sink: sink, id: id)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SinkSingleValueContainer(sink: sink, id: id) }

  static func lost(from sink: EncodingSink) -> SinkEncoder {
    let lost = sink.lostSink()
    return SinkEncoder(sink: lost, id: lost.frame.id)
  }
}
