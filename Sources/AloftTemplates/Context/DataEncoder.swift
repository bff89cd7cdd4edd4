internal import AloftCore
internal import Synchronization

extension TemplateData {
  /// What templates see of a value: what its type says, or else how it encodes itself.
  init(encoding value: any Encodable) {
    if let type = KnownTypes.templateValue(type(of: value)) {
      self = Self.data(type, value)
      return
    }
    if let seconds = dateSeconds(value) {
      self = .object(DateObject(secondsSince1970: seconds + 978_307_200))
      return
    }
    let storage = DataStorage()
    do {
      try value.encode(to: DataEncoder(storage, codingPath: []))
      self = storage.data(isDictionary: value is any StringKeyed)
    } catch {
      // A value that can't be encoded is not there.
      self = .undefined(Undefined(.lenient, name: "\(type(of: value))", hint: "\(error)"))
    }
  }
}

extension TemplateData {
  fileprivate static func data<Value: TemplateValue>(_ type: Value.Type, _ value: any Encodable) -> TemplateData {
    (value as? Value)?.templateData ?? .none
  }
}

/// The types that were met, and whether they say themselves what templates see of them.
///
/// Asking a type costs microseconds where it is an array or another generic one.
private enum KnownTypes {
  private static let types = Mutex<[ObjectIdentifier: (any TemplateValue.Type)?]>([:])

  static func templateValue(_ type: any Encodable.Type) -> (any TemplateValue.Type)? {
    let key = ObjectIdentifier(type)
    if let known = types.withLock({ $0[key] }) { return known }
    let found = type as? any TemplateValue.Type
    types.withLock { $0[key] = found }
    return found
  }
}

/// The seconds of a date since 2001; `nil` for another type.
private func dateSeconds(_ value: some Encodable) -> Double? { FoundationTypes.secondsSince2001(of: value) }

private protocol StringKeyed {}
extension Dictionary: StringKeyed {}

/// What a value has encoded.
private final class DataStorage {
  private enum Kind { case nothing, value, list, record }

  private var kind = Kind.nothing
  private var names: [String] = []
  private var values: [TemplateData] = []
  /// Containers that were handed out and whose content comes later, by their places among the values.
  private var later: [(place: Int, storage: DataStorage)] = []

  var count: Int { values.count }

  func beginRecord() { kind = .record }
  func beginList() { kind = .list }

  func set(_ data: TemplateData) {
    kind = .value
    values = [data]
  }

  func add(_ data: TemplateData) { values.append(data) }

  func add(_ name: String, _ data: TemplateData) {
    names.append(name)
    values.append(data)
  }

  /// Adds a container whose content comes later.
  func addLater(_ name: String? = nil) -> DataStorage {
    let storage = DataStorage()
    later.append((values.count, storage))
    if let name { names.append(name) }
    values.append(.none)
    return storage
  }

  /// - Parameter isDictionary: Whether what has encoded itself is a dictionary, and no type with fields.
  func data(isDictionary: @autoclosure () -> Bool) -> TemplateData {
    for (place, storage) in later { values[place] = storage.data(isDictionary: false) }
    switch kind {
    case .nothing: return .none
    case .value: return values[0]
    case .list: return .list(values)
    case .record:
      guard isDictionary() else { return .object(EncodedObject(names, values)) }
      // The order of a dictionary changes from one run of a program to the next.
      let order = names.indices.sorted { names[$0] < names[$1] }
      return .dictionary(DictionaryData(names: order.map { names[$0] }, values: order.map { values[$0] }))
    }
  }
}

extension TemplateData {
  /// What templates see of a value within another one.
  fileprivate static func encoding<Value: Encodable>(
    _ value: Value, _ codingPath: @autoclosure () -> [any CodingKey]
  ) throws -> TemplateData {
    if let type = KnownTypes.templateValue(Value.self) { return data(type, value) }
    if let seconds = dateSeconds(value) { return .object(DateObject(secondsSince1970: seconds + 978_307_200)) }
    let storage = DataStorage()
    try value.encode(to: DataEncoder(storage, codingPath: codingPath()))
    return storage.data(isDictionary: value is any StringKeyed)
  }
}

/// A value that has encoded fields.
final class EncodedObject: TemplateObject {
  private let names: [String]
  private let values: [TemplateData]

  init(_ names: [String], _ values: [TemplateData]) {
    self.names = names
    self.values = values
  }

  override var typeName: String { "object" }
  override var memberNames: [String] { names }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    names.firstIndex(of: name).map { values[$0] }
  }
  override func item(_ key: TemplateData, _ machine: inout Machine) -> TemplateData? {
    key.string.flatMap { name in names.firstIndex(of: name).map { values[$0] } }
  }
  override var printed: (begin: String, data: TemplateData, end: String)? {
    ("", .dictionary(DictionaryData(names: names, values: values)), "")
  }
  override func plain() -> TemplateData? { .dictionary(DictionaryData(names: names, values: values)) }
}

private struct DataEncoder: Encoder {
  let storage: DataStorage
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ storage: DataStorage, codingPath: [any CodingKey]) {
    self.storage = storage
    self.codingPath = codingPath
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    storage.beginRecord()
    return KeyedEncodingContainer(Keyed<Key>(storage: storage, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    storage.beginList()
    return Unkeyed(storage: storage, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(storage: storage, codingPath: codingPath) }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let storage: DataStorage
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { storage.add(key.stringValue, .none) }
    // The types that most fields have, without a question.
    func encode(_ value: String, forKey key: Key) { storage.add(key.stringValue, .text(value)) }
    func encode(_ value: Int, forKey key: Key) { storage.add(key.stringValue, .int(value)) }
    func encode(_ value: Double, forKey key: Key) { storage.add(key.stringValue, .double(value)) }
    func encode(_ value: Bool, forKey key: Key) { storage.add(key.stringValue, .bool(value)) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
      storage.add(key.stringValue, try .encoding(value, codingPath + [key]))
    }

    // An optional that holds nothing is there, and is none.
    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value, key) }

    private func optional(_ value: (some Encodable)?, _ key: Key) throws {
      if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { nested(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { DataEncoder(storage.addLater("super"), codingPath: codingPath) }
    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested(_ key: Key) -> DataEncoder {
      DataEncoder(storage.addLater(key.stringValue), codingPath: codingPath + [key])
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let storage: DataStorage
    let codingPath: [any CodingKey]

    var count: Int { storage.count }

    func encodeNil() { storage.add(.none) }
    func encode(_ value: some Encodable) throws { storage.add(try .encoding(value, codingPath)) }
    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      superEncoder().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { superEncoder().unkeyedContainer() }
    func superEncoder() -> any Encoder { DataEncoder(storage.addLater(), codingPath: codingPath) }
  }

  private struct Single: SingleValueEncodingContainer {
    let storage: DataStorage
    let codingPath: [any CodingKey]

    func encodeNil() { storage.set(.none) }
    func encode(_ value: some Encodable) throws { storage.set(try .encoding(value, codingPath)) }
  }
}
