internal import AloftHTTP
internal import Synchronization

/// A handler against the time: whoever is first decides, once.
final class HandlerRace: Sendable {
  private enum State {
    case undecided
    case awaited(CheckedContinuation<Response?, Never>)
    case finished(Response)
    case expired
  }

  private let state = Mutex(State.undecided)

  /// The response if it is there.
  var result: Response? { state.withLock { if case .finished(let response) = $0 { response } else { nil } } }

  /// The response, or `nil` when the time is over; for one to wait for.
  func outcome() async -> Response? {
    await withCheckedContinuation { continuation in
      let outcome: Response?? = state.withLock { state in
        switch state {
        case .finished(let response): return .some(response)
        case .expired: return .some(nil)
        case .undecided, .awaited:
          state = .awaited(continuation)
          return nil
        }
      }
      if let outcome { continuation.resume(returning: outcome) }
    }
  }

  /// Notes the response, if it is in time.
  func finish(_ response: Response) { decide(.finished(response), response) }

  /// Notes that the time is over.
  func expire() { decide(.expired, nil) }

  private func decide(_ decision: State, _ response: Response?) {
    let waiting = state.withLock { state -> CheckedContinuation<Response?, Never>? in
      switch state {
      case .undecided:
        state = decision
        return nil
      case .awaited(let continuation):
        state = .expired
        return continuation
      case .finished, .expired: return nil
      }
    }
    waiting?.resume(returning: response)
  }
}
