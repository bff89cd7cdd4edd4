package import AloftCore

/// All that is wrong with the routes of an application.
package struct RoutingProblems: Error, Sendable, CustomStringConvertible {
  /// One diagnostic for each problem, in the order of the routes.
  package let diagnostics: [Diagnostic]

  /// The diagnostics, one below the other.
  package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
