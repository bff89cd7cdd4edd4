internal import Synchronization

/// The compressors of an application: a bounded number at work, and a few that wait to be used again.
final class DeflaterPool: Sendable {
  private struct State {
    var idle: [ContentCoding: [Deflater]] = [:]
    var borrowed = 0
  }

  /// A compressor that goes back when nobody holds it any more.
  final class Borrowed: Sendable {
    let deflater: Deflater
    private let coding: ContentCoding
    private let pool: DeflaterPool

    fileprivate init(_ deflater: Deflater, _ coding: ContentCoding, _ pool: DeflaterPool) {
      self.deflater = deflater
      self.coding = coding
      self.pool = pool
    }

    deinit { pool.giveBack(deflater, coding) }
  }

  private let level: Int
  private let most: Int
  private let mostIdle: Int
  private let state = Mutex(State())

  /// Creates a pool.
  ///
  /// - Parameters:
  ///   - level: How thorough they are.
  ///   - most: The number that may be at work: each response that is written bit by bit holds one to its end.
  ///   - mostIdle: The number that are kept for each coding.
  init(level: Int, most: Int, mostIdle: Int) {
    self.level = level
    self.most = most
    self.mostIdle = mostIdle
  }

  /// Takes one out; `nil` if too many are at work.
  func borrow(_ coding: ContentCoding) -> Borrowed? {
    let (isAllowed, idle) = state.withLock { state -> (Bool, Deflater?) in
      guard state.borrowed < most else { return (false, nil) }
      state.borrowed += 1
      return (true, state.idle[coding]?.popLast())
    }
    guard isAllowed else { return nil }
    guard let deflater = idle ?? Deflater(coding, level: level) else {
      state.withLock { $0.borrowed -= 1 }
      return nil
    }
    return Borrowed(deflater, coding, self)
  }

  private func giveBack(_ deflater: Deflater, _ coding: ContentCoding) {
    state.withLock { state in
      state.borrowed -= 1
      guard state.idle[coding, default: []].count < mostIdle else { return }
      state.idle[coding, default: []].append(deflater)
    }
  }
}
