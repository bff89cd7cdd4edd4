internal import Synchronization

/// Gathers what happens, in its order, from any number of tasks.
final class Recorder<Event: Sendable>: Sendable {
  private let gathered = Mutex<[Event]>([])

  var events: [Event] { gathered.withLock { $0 } }

  func add(_ event: Event) { gathered.withLock { $0.append(event) } }
}
