#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Measures the rounds and prints them.
struct Rounds {
  let assignment: Assignment

  /// Runs the rounds, prints `count nanoseconds processor-nanoseconds sum` for each and `done` behind the last, and
  /// waits until the input ends: meanwhile whoever started the process reads what memory it has used.
  ///
  /// - Parameter work: A round; gives the sum of what it read.
  func run(_ work: () async throws -> Int) async throws {
    _ = Samples.row(0)
    for _ in 0..<assignment.rounds {
      let (start, startOfProcess) = (time(CLOCK_MONOTONIC), time(CLOCK_PROCESS_CPUTIME_ID))
      let sum = try await work()
      let (end, endOfProcess) = (time(CLOCK_MONOTONIC), time(CLOCK_PROCESS_CPUTIME_ID))
      print(assignment.count, end - start, endOfProcess - startOfProcess, sum)
    }
    print("done")
    fflush(nil)
    _ = readLine()
  }

  private func time(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
