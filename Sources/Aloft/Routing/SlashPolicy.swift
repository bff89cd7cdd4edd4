/// What a router does with a path that differs from a route's pattern in its trailing slash alone.
public enum SlashPolicy: Hashable, Sendable {
  /// Redirects to the form that exists: `/about/` to `/about`, `/posts` to `/posts/`.
  case redirect
  /// Redirects `/posts` to `/posts/` only; `/about/` is not found where the route is `/about`.
  case addOnly
  /// Serves both forms without a redirect.
  case lenient
  /// Serves the form of the pattern alone; the other is not found.
  case strict
}
