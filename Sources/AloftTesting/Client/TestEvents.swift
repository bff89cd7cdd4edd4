public import Aloft
internal import Synchronization

/// The events of a type that an application has told of.
public final class TestEvents<Event: Sendable>: Sendable {
  private let list = Mutex<[Event]>([])

  init() {}

  /// The events so far, in order.
  public var all: [Event] { list.withLock { $0 } }

  func add(_ event: Event) { list.withLock { $0.append(event) } }
}

extension Application {
  /// Follows events of a type from now on: call it before the test begins.
  public func events<Event: Sendable>(of type: Event.Type) -> TestEvents<Event> {
    let events = TestEvents<Event>()
    on(type) { events.add($0) }
    return events
  }

  /// Lets handlers have a value in the place of the one that is prepared for each request.
  public func override<Value: PreparedParameter>(_ value: Value) {
    replacePreparation(of: Value.self) { _ in value }
  }

  /// Lets handlers have a value in the place of the one that is provided, settings among them.
  public func override<Value: Sendable>(provided value: Value) { replaceProvided(with: value) }
}
