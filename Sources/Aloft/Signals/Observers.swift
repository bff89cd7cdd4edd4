/// Who follows which events.
struct Observers: Sendable {
  private struct List<Event: Sendable>: Sendable {
    var observers: [@Sendable (Event) -> Void] = []
  }

  private var lists: [ObjectIdentifier: any Sendable] = [:]

  /// Adds one who follows events of a type.
  mutating func add<Event: Sendable>(_ observer: @escaping @Sendable (Event) -> Void) {
    var list = list(of: Event.self) ?? List()
    list.observers.append(observer)
    lists[ObjectIdentifier(Event.self)] = list
  }

  /// Whether anybody follows events of a type.
  func follow<Event: Sendable>(_ type: Event.Type) -> Bool { lists[ObjectIdentifier(type)] != nil }

  /// Tells those who follow such events, in the order in which they were added.
  func emit<Event: Sendable>(_ event: Event) {
    for observer in list(of: Event.self)?.observers ?? [] { observer(event) }
  }

  private func list<Event: Sendable>(of type: Event.Type) -> List<Event>? {
    lists[ObjectIdentifier(type)] as? List<Event>
  }
}
