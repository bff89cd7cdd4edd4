internal import CPostgres

/// The statements that a connection has prepared, by their text and the types of their values; the ones used last stay.
struct PreparedStatements {
  struct Key: Hashable {
    let text: String
    let types: [Oid]
  }

  private struct Entry {
    let name: String
    var lastUse: Int
  }

  private let limit: Int
  private var entries: [Key: Entry] = [:]
  private var uses = 0
  private var nextNumber = 0

  init(limit: Int) { self.limit = limit }

  /// The name of a statement that is prepared.
  mutating func name(of key: Key) -> String? {
    uses += 1
    guard let index = entries.index(forKey: key) else { return nil }
    entries.values[index].lastUse = uses
    return entries.values[index].name
  }

  /// Gives a statement a name.
  ///
  /// - Returns: The name, and the names of those that have to go for it.
  mutating func add(_ key: Key) -> (name: String, evicted: [String]) {
    var evicted: [String] = []
    if entries.count >= limit {
      // An eighth at once: looking for the oldest takes a walk through all of them.
      for (key, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }).prefix(max(1, limit / 8)) {
        entries[key] = nil
        evicted.append(entry.name)
      }
    }
    nextNumber += 1
    let name = "aloft\(nextNumber)"
    entries[key] = Entry(name: name, lastUse: uses)
    return (name, evicted)
  }

  mutating func remove(_ key: Key) -> String? { entries.removeValue(forKey: key)?.name }
}
