internal import NIOCore
internal import Synchronization

/// Runs the jobs of handlers' tasks on an event loop.
///
/// Jobs that become ready on the loop wait in an array for one turn; jobs from other threads share one wake-up.
// Unchecked because the compiler can't see that `ready` and `hasTurn` are touched on the loop only.
final class LoopExecutor: @unchecked Sendable {
  private struct Entry {
    let job: UnownedJob
    let executor: HandlerExecutor
  }

  let loop: any EventLoop
  private let watch: BlockingWatch
  private var ready: [Entry] = []
  private var hasTurn = false
  /// The turns, one made necessary by the other, since the loop could last look at its sockets.
  private var turnsInARow = 0
  private let arrived = Mutex<[Entry]>([])

  init(_ loop: any EventLoop, watch: BlockingWatch) {
    self.loop = loop
    self.watch = watch
  }

  func enqueue(_ job: UnownedJob, for executor: HandlerExecutor) {
    let entry = Entry(job: job, executor: executor)
    if loop.inEventLoop {
      ready.append(entry)
      takeTurn()
    } else {
      let isFirst = arrived.withLock {
        $0.append(entry)
        return $0.count == 1
      }
      if isFirst { loop.execute { self.collectArrived() } }
    }
  }

  private func takeTurn() {
    guard !hasTurn else { return }
    hasTurn = true
    guard turnsInARow < 64 else {
      // The loop executes whatever is there before it looks at its sockets; only what is due later lets it.
      turnsInARow = 0
      loop.scheduleTask(in: .microseconds(50)) { self.runReady() }
      return
    }
    // Never at once: the job would run inside another one's stack.
    loop.execute { self.runReady() }
  }

  private func collectArrived() {
    ready += arrived.withLock { entries in
      defer { entries.removeAll(keepingCapacity: true) }
      return entries
    }
    // The turn is already the loop's own, unless one is waiting.
    if !hasTurn {
      hasTurn = true
      runReady()
    }
  }

  private func runReady() {
    // What becomes ready meanwhile waits for the next turn, so that a task that yields for ever starves nobody.
    let batch = ready
    ready.removeAll(keepingCapacity: true)
    hasTurn = false
    for entry in batch {
      let start = watch.start()
      entry.job.runSynchronously(on: entry.executor.asUnownedTaskExecutor())
      watch.check(since: start, entry.executor.label)
    }
    turnsInARow = hasTurn ? turnsInARow + 1 : 0
  }
}

/// The executor that one handler's tasks prefer on one event loop: it tells whose job holds the loop.
final class HandlerExecutor: TaskExecutor {
  let label: HandlerLabel
  private let loop: LoopExecutor

  init(_ label: HandlerLabel, on loop: LoopExecutor) {
    self.label = label
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) { loop.enqueue(UnownedJob(job), for: self) }
}
