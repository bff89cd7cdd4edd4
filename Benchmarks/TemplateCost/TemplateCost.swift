/// Measures what calls take, and prints it.
struct TemplateCost {
  /// The names that are measured; all if there are none.
  let wanted: Set<String>

  /// Measures what a call takes.
  ///
  /// - Parameter work: Gives the number of bytes it has made.
  func measure(_ name: String, calls: Int, _ work: () throws -> Int) throws {
    guard wanted.isEmpty || wanted.contains(name) else { return }
    let clock = ContinuousClock()
    var best = Duration.seconds(1000)
    var bytes = 0
    for _ in 0..<7 {
      let time = try clock.measure { for _ in 0..<calls { bytes = try work() } }
      best = min(best, time)
    }
    let microseconds = best / .microseconds(calls)
    print(name, (microseconds * 100).rounded() / 100, bytes)
  }
}
