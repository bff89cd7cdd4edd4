/// The entries of a dictionary, in the order in which they came.
public final class DictionaryData {
  @exclusivity(unchecked) private(set) var keys: [TemplateData] = []
  @exclusivity(unchecked) private(set) var values: [TemplateData] = []
  /// Where the keys are, once there are many.
  @exclusivity(unchecked) private var index: [DataKey: Int]?
  private static let fewKeys = 8

  package init() {}

  deinit {
    var held = takeAll()
    Teardown.dismantle(&held)
  }

  package init(names: [String], values: [TemplateData]) {
    keys = names.map { .text($0) }
    self.values = values
    if keys.count > Self.fewKeys { buildIndex() }
  }

  var count: Int { keys.count }
  /// The first of the names among the keys, for messages.
  var names: [String] { keys.prefix(1000).compactMap(\.string) }
  var entries: [(key: TemplateData, value: TemplateData)] { Array(zip(keys, values)).map { (key: $0, value: $1) } }

  private func buildIndex() {
    var index: [DataKey: Int] = [:]
    for (place, key) in keys.enumerated() { if let key = DataKey(key) { index[key] = place } }
    self.index = index
  }

  /// The value of a name.
  subscript(name: String) -> TemplateData? {
    if let index { return index[.text(name)].map { values[$0] } }
    for place in keys.indices {
      if let key = keys[place].string, key == name { return values[place] }
    }
    return nil
  }

  private func place(of key: DataKey) -> Int? {
    if let index { return index[key] }
    return keys.firstIndex { DataKey($0) == key }
  }

  /// The value of a key; throws for a key that can be none.
  func value(of key: TemplateData) throws -> TemplateData? {
    if let name = key.string { return self[name] }
    return place(of: try DataKey.of(key)).map { values[$0] }
  }

  package func set(_ key: TemplateData, _ value: TemplateData) throws {
    let wanted = try DataKey.of(key)
    if let place = place(of: wanted) {
      values[place] = value
      return
    }
    keys.append(key)
    values.append(value)
    if index != nil {
      index?[wanted] = keys.count - 1
    } else if keys.count > Self.fewKeys {
      buildIndex()
    }
  }

  func remove(_ key: TemplateData) throws -> TemplateData? {
    let wanted = try DataKey.of(key)
    guard let place = place(of: wanted) else { return nil }
    if place == keys.count - 1 {
      keys.removeLast()
      index?[wanted] = nil
      return values.removeLast()
    }
    keys.remove(at: place)
    index = nil
    defer { if keys.count > Self.fewKeys { buildIndex() } }
    return values.remove(at: place)
  }

  /// Lets go of all keys and values, which are handed on: a key may hold others as well, as a method does.
  func takeAll() -> [TemplateData] {
    defer { removeAll() }
    return Teardown.holdAny(keys) ? values + keys : values
  }

  func removeAll() {
    keys = []
    values = []
    index = nil
  }

  func copy() -> DictionaryData {
    let copy = DictionaryData()
    copy.keys = keys
    copy.values = values
    copy.index = index
    return copy
  }
}
