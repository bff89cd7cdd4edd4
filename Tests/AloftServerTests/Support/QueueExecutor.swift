import Dispatch

/// Runs an actor's jobs on a thread that may block, so that a test that waits for a socket holds up no other test.
final class QueueExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "aloft.tests")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
