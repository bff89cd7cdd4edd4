/// What a router found for a request.
package struct PathMatch: Sendable {
  package let values: PathValues
  package let hostValues: [String]
  /// The place of the first placeholder that is the route's own, behind those of its prefixes.
  package let firstOwn: Int
  /// The route, as its router knows it.
  package let route: any AnyObject & Sendable

  package init(values: PathValues, hostValues: [String], firstOwn: Int, route: any AnyObject & Sendable) {
    self.values = values
    self.hostValues = hostValues
    self.firstOwn = firstOwn
    self.route = route
  }
}
