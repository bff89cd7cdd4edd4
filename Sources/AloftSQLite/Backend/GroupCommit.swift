internal import AloftSQL

/// Makes changes of several tasks in one transaction, so that the disk is waited for once.
///
/// Each is undone by itself if it fails, and each is answered when all of them are on the disk.
struct GroupCommit {
  let connection: SQLiteConnection

  func run(_ jobs: [WriteJob]) {
    if jobs.count == 1, let job = jobs.first { return runSingly(job) }
    connection.watch.limits = .none
    do {
      try connection.command("begin immediate")
    } catch {
      for job in jobs { job.fail(error) }
      return
    }
    var performed: [WriteJob] = []
    for (index, job) in jobs.enumerated() {
      do {
        try performWithin(job)
        performed.append(job)
      } catch {
        job.fail(error)
        // SQLite ends some failures with the whole transaction, as that of a full disk or of an interrupt.
        if connection.isOutsideTransaction { return runAgain(performed + jobs[(index + 1)...]) }
      }
    }
    commit(performed)
  }

  private func performWithin(_ job: WriteJob) throws {
    connection.watch.limits = .none
    try connection.command("savepoint aloft_job")
    do {
      try job.perform(on: connection)
      if job.cancellation.isCancelled { throw CancellationError() }
      connection.watch.limits = .none
      try connection.command("release aloft_job")
    } catch {
      connection.watch.limits = .none
      if !connection.isOutsideTransaction {
        try? connection.command("rollback to aloft_job")
        try? connection.command("release aloft_job")
      }
      throw error
    }
  }

  private func commit(_ jobs: [WriteJob]) {
    connection.watch.limits = .none
    do {
      try connection.command("commit")
    } catch let error as SQLError where error.kind == .foreignKeyViolation {
      // One of them leaves a deferred foreign key violated, and hinders all.
      rollBack()
      return runAgain(jobs)
    } catch {
      rollBack()
      for job in jobs { job.fail(error) }
      return
    }
    for job in jobs { job.succeed() }
  }

  private func runAgain(_ jobs: [WriteJob]) { for job in jobs { runSingly(job) } }

  private func runSingly(_ job: WriteJob) {
    do {
      if job.cancellation.isCancelled { throw CancellationError() }
      connection.watch.limits = RunLimits(cancellation: job.cancellation)
      if job.isAlone {
        try job.perform(on: connection)
        // A pragma may have taken the handlers away.
        if let handle = connection.handle { connection.watch.attach(to: handle) }
      } else {
        try connection.command("begin immediate")
        try job.perform(on: connection)
        if job.cancellation.isCancelled { throw CancellationError() }
        connection.watch.limits = .none
        try connection.command("commit")
      }
    } catch {
      rollBack()
      return job.fail(error)
    }
    job.succeed()
  }

  private func rollBack() { connection.rollBack() }
}

extension SQLiteConnection {
  /// Ends whatever transaction is open with nothing done.
  func rollBack() {
    watch.limits = .none
    if !isOutsideTransaction { try? command("rollback") }
  }
}
