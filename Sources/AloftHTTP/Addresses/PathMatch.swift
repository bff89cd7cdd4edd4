/// What a router found in a request's host and path.
package struct PathMatch: Sendable {
  /// The values of the path's placeholders, in the pattern's order.
  package let values: PathValues
  /// The values of the host's placeholders, in the pattern's order; `nil` if it has none.
  package let hostValues: [String]?

  package init(values: PathValues, hostValues: [String]?) {
    self.values = values
    self.hostValues = hostValues
  }
}
