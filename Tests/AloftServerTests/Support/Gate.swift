/// Holds a handler up until a test lets it go on.
struct Gate: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  /// Lets everybody pass from now on.
  func open() { continuation.finish() }

  /// Waits until the gate opens, or the task is cancelled.
  func pass() async {
    for await _ in stream {}
  }
}

/// Carries what happens in a handler to the test that waits for it.
struct Signal<Value: Sendable>: Sendable {
  private let stream: AsyncStream<Value>
  private let continuation: AsyncStream<Value>.Continuation

  init(of type: Value.Type = Value.self) { (stream, continuation) = AsyncStream.makeStream() }

  func send(_ value: Value) { continuation.yield(value) }

  /// Waits for the next value.
  func next() async -> Value? {
    for await value in stream { return value }
    return nil
  }
}

extension Signal<Void> {
  func send() { send(()) }
}
