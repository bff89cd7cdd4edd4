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
  enum Content {
    case nothing
    case value(TemplateData)
    case list([DataStorage])
    case record([(name: String, value: DataStorage)])
  }

  var content = Content.nothing
  var isDictionary = false

  func data(isDictionary: Bool) -> TemplateData {
    switch content {
    case .nothing: .none
    case .value(let data): data
    case .list(let elements): .list(elements.map { $0.data(isDictionary: $0.isDictionary) })
    case .record(let entries):
      isDictionary
        ? .dictionary(
          DictionaryData(
            names: entries.sorted { $0.name < $1.name }.map(\.name),
            values: entries.sorted { $0.name < $1.name }.map { $0.value.data(isDictionary: $0.value.isDictionary) }))
        : .object(
          EncodedObject(entries.map(\.name), entries.map { $0.value.data(isDictionary: $0.value.isDictionary) }))
    }
  }

  func set(_ value: some Encodable, _ codingPath: [any CodingKey]) throws {
    if let type = KnownTypes.templateValue(type(of: value)) {
      content = .value(TemplateData.data(type, value))
    } else if dateSeconds(value) != nil {
      content = .value(TemplateData(encoding: value))
    } else {
      isDictionary = value is any StringKeyed
      try value.encode(to: DataEncoder(self, codingPath: codingPath))
    }
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
    if case .record = storage.content {} else { storage.content = .record([]) }
    return KeyedEncodingContainer(Keyed<Key>(storage: storage, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    storage.content = .list([])
    return Unkeyed(storage: storage, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(storage: storage, codingPath: codingPath) }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let storage: DataStorage
    let codingPath: [any CodingKey]

    private func add(_ key: String) -> DataStorage {
      let value = DataStorage()
      if case .record(var entries) = storage.content {
        storage.content = .nothing
        entries.append((key, value))
        storage.content = .record(entries)
      }
      return value
    }

    mutating func encodeNil(forKey key: Key) { add(key.stringValue).content = .value(.none) }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
      try add(key.stringValue).set(value, codingPath + [key])
    }

    // An optional that holds nothing is there, and is none.
    mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
      if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }
    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value, key) }
    mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value, key) }

    private mutating func optional(_ value: (some Encodable)?, _ key: Key) throws {
      if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      DataEncoder(add(key.stringValue), codingPath: codingPath + [key]).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      DataEncoder(add(key.stringValue), codingPath: codingPath + [key]).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { DataEncoder(add("super"), codingPath: codingPath) }
    mutating func superEncoder(forKey key: Key) -> any Encoder {
      DataEncoder(add(key.stringValue), codingPath: codingPath + [key])
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let storage: DataStorage
    let codingPath: [any CodingKey]

    var count: Int { if case .list(let elements) = storage.content { elements.count } else { 0 } }

    private func add() -> DataStorage {
      let value = DataStorage()
      if case .list(var elements) = storage.content {
        storage.content = .nothing
        elements.append(value)
        storage.content = .list(elements)
      }
      return value
    }

    mutating func encodeNil() { add().content = .value(.none) }
    mutating func encode(_ value: some Encodable) throws { try add().set(value, codingPath) }
    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      DataEncoder(add(), codingPath: codingPath).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      DataEncoder(add(), codingPath: codingPath).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { DataEncoder(add(), codingPath: codingPath) }
  }

  private struct Single: SingleValueEncodingContainer {
    let storage: DataStorage
    let codingPath: [any CodingKey]

    mutating func encodeNil() { storage.content = .value(.none) }
    mutating func encode(_ value: some Encodable) throws { try storage.set(value, codingPath) }
  }
}
