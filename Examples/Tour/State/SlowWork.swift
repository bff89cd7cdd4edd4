import Aloft

/// Work that keeps a processor or a thread busy.
struct SlowWork: Blueprint {
  func configure(_ work: BlueprintBuilder) {
    work.get("/", name: "index") { Self.page }

    work.get("/primes/{limit:int(max=20000)}") { (limit: Int) in
      let count = try await blocking { primes(upTo: limit) }
      return "There are \(count) primes up to \(limit)."
    }

    work.get("/two") {
      async let some = blocking { primes(upTo: 5_000) }
      async let more = blocking { primes(upTo: 10_000) }
      return "\(try await some) and \(try await more)"
    }
  }
}

/// Counts primes the slow way.
private func primes(upTo limit: Int) -> Int {
  (0...limit).count { number in
    number > 1 && !(2..<number).contains { number.isMultiple(of: $0) }
  }
}

extension SlowWork {
  private static let page = Page(
    title: "Slow work",
    lead: """
      A handler runs on the event loop of its connection, beside many others. What blocks or computes for long goes
      through one door, to threads that are made for it; the loop goes on meanwhile.
      """,
    samples: [
      Sample(
        title: "One door", text: "A handler that holds its loop for longer than 50 ms is named in the log.",
        code: """
          work.get("/primes/{limit:int(max=20000)}") { (limit: Int) in
            let count = try await blocking { primes(upTo: limit) }
            return "There are \\(count) primes up to \\(limit)."
          }
          """,
        trials: [.init("primes/10000"), .init("primes/20000")]),
      Sample(
        title: "Side by side", text: "Two pieces of work at once.",
        code: """
          work.get("/two") {
            async let some = blocking { primes(upTo: 5_000) }
            async let more = blocking { primes(upTo: 10_000) }
            return "\\(try await some) and \\(try await more)"
          }
          """,
        trials: [.init("two")]),
    ])
}
