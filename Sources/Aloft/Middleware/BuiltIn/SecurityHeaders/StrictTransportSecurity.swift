internal import AloftCore
internal import AloftHTTP

/// How long browsers shall reach a host by https alone: the field `Strict-Transport-Security` (RFC 6797).
///
/// A browser that has read it refuses plain http, and certificates it can't verify, for the whole time. Nothing that
/// the host sends by http later takes it back, so begin with a few minutes.
public struct StrictTransportSecurity: Sendable, Hashable {
  /// How long a browser remembers it, in whole seconds.
  public var maxAge: Duration
  /// Whether it holds for all subdomains too, also those that this application does not serve.
  public var includesSubdomains: Bool
  /// Whether the host may be put on the list that browsers are shipped with; that list is hard to leave.
  public var allowsPreloading: Bool

  private static let year = Duration.seconds(365 * 24 * 3600)

  /// Creates the policy; a year for the host alone unless said otherwise. See the properties.
  public init(
    maxAge: Duration = .seconds(365 * 24 * 3600), includesSubdomains: Bool = false, allowsPreloading: Bool = false
  ) {
    self.maxAge = maxAge
    self.includesSubdomains = includesSubdomains
    self.allowsPreloading = allowsPreloading
  }

  var field: Headers.Field {
    var value = "max-age=\(max(0, maxAge.components.seconds))"
    if includesSubdomains { value += "; includeSubDomains" }
    if allowsPreloading { value += "; preload" }
    return Headers.Field("Strict-Transport-Security", value)
  }

  func check(place: SourcePlace) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    if maxAge < .zero {
      problems.append(
        Diagnostic(
          id: "hsts.age", message: "Strict-Transport-Security has a maxAge of \(maxAge), which is no time",
          place: place, fix: "Say how long browsers shall remember it; .zero makes them forget it."))
    }
    if allowsPreloading, !includesSubdomains || maxAge < Self.year {
      problems.append(
        Diagnostic(
          id: "hsts.preload",
          message: "Strict-Transport-Security allows preloading, which needs all subdomains and a year at the least",
          place: place, fix: "Set includesSubdomains to true and maxAge to a year, or leave allowsPreloading out."))
    }
    return problems
  }
}
