internal import Synchronization

/// What is to be done for one request once its response was sent, or could not be.
final class Afterwards: Sendable {
  private struct State {
    var outcome = HandlerOutcome.threw(CancellationError())
    var tearDowns: [Preparation.TearDown] = []
  }

  private let state = Mutex(State())

  func add(_ tearDown: @escaping Preparation.TearDown) { state.withLock { $0.tearDowns.append(tearDown) } }

  /// Notes how the handler fared.
  func note(_ outcome: HandlerOutcome) { state.withLock { $0.outcome = outcome } }

  /// Does it, as what follows an answer.
  var finish: @Sendable () async -> Void { { await self.run() } }

  /// Does it, what was added last first; also what is added meanwhile, by a handler that outlives its answer.
  func run() async {
    while let (tearDown, outcome) = takeLast() { await tearDown(outcome) }
  }

  private func takeLast() -> (Preparation.TearDown, HandlerOutcome)? {
    state.withLock { state in state.tearDowns.popLast().map { ($0, state.outcome) } }
  }
}
