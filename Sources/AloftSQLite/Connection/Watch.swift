internal import AloftSQL
internal import CSQLite

/// Looks after the statement that a connection runs, from within the handlers that SQLite calls.
final class Watch {
  enum Cause {
    case budget, deadline, cancelled
  }

  /// How many operations of SQLite's machine lie between two looks: some 10 to 30 µs.
  static let operationsPerLook: Int32 = 1000

  /// The limits of the statement that runs.
  var limits = RunLimits.none {
    didSet { if cause != nil || firstLook != 0 { forget() } }
  }
  /// How long locks of other programs are waited for.
  let busyLimit: UInt64
  /// Why the statement was ended.
  private(set) var cause: Cause?
  private var firstLook: UInt64 = 0
  private var busySince: UInt64 = 0

  init(busyLimit: UInt64) { self.busyLimit = busyLimit }

  private func forget() {
    cause = nil
    firstLook = 0
  }

  func attach(to handle: OpaquePointer) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(handle, Self.operationsPerLook, { watch(of: $0)?.look() == true ? 1 : 0 }, context)
    sqlite3_busy_handler(handle, { watch(of: $0)?.waitForLock(attempt: $1) == true ? 1 : 0 }, context)
  }

  /// Whether the statement is to end now.
  private func look() -> Bool {
    let now = SystemTime.now
    if let budget = limits.budget {
      // The clock is not read when a statement begins, since few of them get as far as here.
      if firstLook == 0 { firstLook = now }
      if now - firstLook >= budget { cause = .budget }
    }
    return isOver(now)
  }

  private func isOver(_ now: UInt64) -> Bool {
    if limits.cancellation?.isCancelled == true { cause = .cancelled }
    if cause == nil, now >= limits.deadline { cause = .deadline }
    return cause != nil
  }

  /// Waits for a lock of somebody else.
  ///
  /// - Returns: Whether to try again.
  private func waitForLock(attempt: Int32) -> Bool {
    guard limits.budget == nil else {
      cause = .budget
      return false
    }
    let now = SystemTime.now
    if attempt == 0 { busySince = now }
    guard !isOver(now), now - busySince < busyLimit else { return false }
    let left = min(busyLimit - (now - busySince), limits.deadline - now)
    SystemTime.sleep(nanoseconds: min(left, 1_000_000 << UInt64(min(attempt, 4))))
    return !isOver(SystemTime.now)
  }
}

private func watch(of context: UnsafeMutableRawPointer?) -> Watch? {
  context.map { Unmanaged<Watch>.fromOpaque($0).takeUnretainedValue() }
}
