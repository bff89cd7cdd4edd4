import Aloft

/// Allows each client so many requests a minute.
public struct Quota: Plugin {
  private let now: @Sendable () -> ContinuousClock.Instant

  /// Creates the plug-in.
  ///
  /// - Parameter now: The time, which tests turn.
  public init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

  /// Adds what it brings.
  public func install(in app: Application) {
    let counter = QuotaCounter(now: now)
    app.settings(QuotaSettings.self)
    app.use(QuotaMiddleware(counter: counter))
    app.onStart { start in
      // Settings and contributions are there once the application is whole.
      let paths = start.application.contributions(to: QuotaExemptions.self).map(\.value)
      counter.begin(limit: start[QuotaSettings.self]?.requests ?? 60, exempt: Set(paths))
      start[QuotaCounter.self] = counter
    }
    app.check { application in
      application.contributions(to: QuotaExemptions.self).filter { !$0.value.hasPrefix("/") }.map {
        Diagnostic(
          id: "quota.exemption", message: "'\($0.value)' is no path", place: $0.place,
          fix: "Begin it with a slash: '/\($0.value)'.")
      }
    }
    app.command("quota", help: "Says how many requests a client may send, and which paths are exempt.") { context in
      guard let counter = context.application[QuotaCounter.self] else { throw CommandError("nothing is counted") }
      context.print("\(counter.limit) requests a minute")
      for path in counter.exemptPaths { context.print("exempt: \(path)") }
    }
  }
}

/// How many requests are allowed.
public struct QuotaSettings: Settings {
  /// The requests a minute that a client may send.
  public let requests: Int

  public static let prefix = "quota"
  public static let fields = Fields(
    QuotaSettings.init, Field("requests", .range(1...), default: 60, help: "The requests a minute of a client."))
}

/// Paths that are not counted, contributed by whoever serves them.
public enum QuotaExemptions: ContributionKey {
  public typealias Value = String
}
