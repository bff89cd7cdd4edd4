internal import AloftCore

/// A check that somebody else than the application brings.
struct Check: Sendable {
  let run: @Sendable (ApplicationContext) -> [Diagnostic]
  let place: SourcePlace
}
