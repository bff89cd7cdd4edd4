internal import AloftSQL
internal import Synchronization

/// Those who listen on channels; all of them share one connection.
final class PostgresListener: Sendable {
  private struct Subscriber: Sendable {
    let channels: Set<String>
    let continuation: AsyncThrowingStream<Notification, any Error>.Continuation
    /// Whether the next notification has to tell of a gap.
    var hasMissedSome = false
  }

  private struct State {
    var subscribers: [Int: Subscriber] = [:]
    var nextID = 0
    var isClosed = false
  }

  /// How many notifications wait for a listener that is slow; what is more is missed, and the next one says so.
  static let bufferCount = 10_000

  private let state = Mutex(State())
  private let connection: ListeningConnection

  init(_ connector: PostgresConnector) { connection = ListeningConnection(connector) }

  /// Begins to listen; what is told after this has returned is heard.
  func subscribe(_ channels: Set<String>) async throws -> AsyncThrowingStream<Notification, any Error> {
    let (stream, continuation) = AsyncThrowingStream<Notification, any Error>.makeStream(
      bufferingPolicy: .bufferingOldest(Self.bufferCount))
    let id = try state.withLock { state in
      guard !state.isClosed else { throw SQLError(.closed, "the database was closed") }
      state.nextID += 1
      state.subscribers[state.nextID] = Subscriber(channels: channels, continuation: continuation)
      return state.nextID
    }
    continuation.onTermination = { [weak self] _ in self?.remove(id) }
    do {
      try await connection.listen(on: channels, for: self)
    } catch {
      remove(id)
      throw error
    }
    return stream
  }

  private func remove(_ id: Int) {
    let isLast = state.withLock { state in
      state.subscribers[id] = nil
      return state.subscribers.isEmpty
    }
    if isLast {
      Task.detached { [connection] in await connection.close(unless: { [weak self] in self?.isUsed ?? false }) }
    }
  }

  var isUsed: Bool { state.withLock { !$0.subscribers.isEmpty && !$0.isClosed } }

  /// Hands a notification to whoever listens on its channel.
  func deliver(_ notification: Notification) {
    state.withLock { state in
      for (id, var subscriber) in state.subscribers where subscriber.channels.contains(notification.channel) {
        var told = notification
        told.mayHaveMissedSome = subscriber.hasMissedSome || notification.mayHaveMissedSome
        if case .dropped = subscriber.continuation.yield(told) {
          subscriber.hasMissedSome = true
        } else {
          subscriber.hasMissedSome = false
        }
        state.subscribers[id] = subscriber
      }
    }
  }

  /// Tells all that the connection was made anew, and that nobody knows what was told meanwhile.
  func tellOfGap() {
    let channels = state.withLock { state in
      state.subscribers.values.reduce(into: Set<String>()) { $0.formUnion($1.channels) }
    }
    for channel in channels.sorted() {
      deliver(Notification(channel: channel, payload: "", processID: 0, mayHaveMissedSome: true))
    }
  }

  func fail(_ error: any Error) {
    for subscriber in takeAll(closing: false) { subscriber.continuation.finish(throwing: error) }
  }

  func close() async {
    for subscriber in takeAll(closing: true) { subscriber.continuation.finish() }
    await connection.close(unless: { false })
  }

  private func takeAll(closing: Bool) -> [Subscriber] {
    state.withLock { state in
      if closing { state.isClosed = true }
      defer { state.subscribers = [:] }
      return Array(state.subscribers.values)
    }
  }
}
