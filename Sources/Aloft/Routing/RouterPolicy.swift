/// How a router treats paths that nearly match, for all routes that do not say otherwise.
package struct RouterPolicy: Hashable, Sendable {
  /// What a name shared by several routes asks of them.
  package enum SharedNames: Hashable, Sendable {
    /// All of them take the same parameters, some perhaps as defaults.
    case sameParameters
    /// They may differ; the route that takes most of the given values is built.
    case anyParameters
  }

  /// What happens to a missing or superfluous trailing slash.
  package var slashes: SlashPolicy
  /// Whether `/a//b` redirects to `/a/b` where only the latter exists.
  package var mergesSlashes: Bool
  /// Whether `/posts/page/1` redirects to `/posts` where that route stands for `page` 1.
  package var redirectsToDefaults: Bool
  /// What routes of one name must have in common.
  package var sharedNames: SharedNames

  /// Creates a policy; without arguments it is the one that applications start with.
  package init(
    slashes: SlashPolicy = .redirect, mergesSlashes: Bool = true, redirectsToDefaults: Bool = true,
    sharedNames: SharedNames = .sameParameters
  ) {
    self.slashes = slashes
    self.mergesSlashes = mergesSlashes
    self.redirectsToDefaults = redirectsToDefaults
    self.sharedNames = sharedNames
  }
}
