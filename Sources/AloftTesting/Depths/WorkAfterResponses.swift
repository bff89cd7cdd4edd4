internal import Synchronization

/// What a live server still does after its responses, by the address of the client that was answered.
final class WorkAfterResponses: Sendable {
  private struct Work: Sendable {
    var count = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let work = Mutex<[String: Work]>([:])

  func begin(for peer: String) { work.withLock { $0[peer, default: Work()].count += 1 } }

  func end(for peer: String) {
    let waiting = work.withLock { work -> [CheckedContinuation<Void, Never>] in
      work[peer]?.count -= 1
      guard let ended = work[peer], ended.count <= 0 else { return [] }
      work[peer] = nil
      return ended.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Waits until nothing is left to do for a client.
  func ends(for peer: String) async {
    await withCheckedContinuation { continuation in
      let isDone = work.withLock { work in
        guard work[peer] != nil else { return true }
        work[peer]?.waiting.append(continuation)
        return false
      }
      if isDone { continuation.resume() }
    }
  }
}
