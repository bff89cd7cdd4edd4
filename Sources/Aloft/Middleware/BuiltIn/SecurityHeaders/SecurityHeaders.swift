public import AloftCore
public import AloftHTTP

/// Tells browsers to be careful with what the application sends.
///
/// ```swift
/// app.use(SecurityHeaders(frameOptions: .deny, contentSecurityPolicy: "default-src 'self'"))
/// ```
///
/// Each field can be changed, or left out by `nil`; one that a handler sets itself is never replaced. As it comes, a
/// page runs no script that was uploaded as a picture, is framed by pages of its own origin alone, tells other sites no
/// more than its origin, and can't be reached by windows of other sites.
///
/// It belongs outside of compression and of whatever answers without the router, so that it sees all responses.
public struct SecurityHeaders: SynchronousMiddleware, CheckedMiddleware {
  /// Which pages may frame those of the application.
  public enum FrameOptions: String, Sendable, CaseIterable {
    case deny = "DENY"
    case sameOrigin = "SAMEORIGIN"
  }

  /// What a browser tells a site of the page that led to it.
  public enum ReferrerPolicy: String, Sendable, CaseIterable {
    case noReferrer = "no-referrer"
    case noReferrerWhenDowngrade = "no-referrer-when-downgrade"
    case origin
    case originWhenCrossOrigin = "origin-when-cross-origin"
    case sameOrigin = "same-origin"
    case strictOrigin = "strict-origin"
    case strictOriginWhenCrossOrigin = "strict-origin-when-cross-origin"
    case unsafeURL = "unsafe-url"
  }

  /// Which windows may hold on to the window of a page.
  public enum OpenerPolicy: String, Sendable, CaseIterable {
    case unsafeNone = "unsafe-none"
    case sameOriginAllowPopups = "same-origin-allow-popups"
    case sameOrigin = "same-origin"
    case noopenerAllowPopups = "noopener-allow-popups"
  }

  private let plain: PreparedFields
  private let encrypted: PreparedFields
  private let transportSecurity: StrictTransportSecurity?

  /// Creates the middleware.
  ///
  /// - Parameters:
  ///   - forbidsSniffing: Whether browsers take the media type as it is said (`X-Content-Type-Options: nosniff`).
  ///   - frameOptions: Which pages may frame those of the application (`X-Frame-Options`).
  ///   - referrerPolicy: What other sites learn of the page that led to them (`Referrer-Policy`).
  ///   - openerPolicy: Which windows may hold on to a page's (`Cross-Origin-Opener-Policy`).
  ///   - permissionsPolicy: What of the browser pages may use, `camera=(), geolocation=()` (`Permissions-Policy`).
  ///   - contentSecurityPolicy: Where a page's parts may come from, the same for all pages
  ///     (`Content-Security-Policy`).
  ///   - transportSecurity: How long browsers shall use https alone; sent by https alone.
  public init(
    forbidsSniffing: Bool = true, frameOptions: FrameOptions? = .sameOrigin,
    referrerPolicy: ReferrerPolicy? = .strictOriginWhenCrossOrigin, openerPolicy: OpenerPolicy? = .sameOrigin,
    permissionsPolicy: String? = nil, contentSecurityPolicy: String? = nil,
    transportSecurity: StrictTransportSecurity? = nil
  ) {
    let values: [(HeaderName, String?)] = [
      ("X-Content-Type-Options", forbidsSniffing ? "nosniff" : nil),
      ("X-Frame-Options", frameOptions?.rawValue),
      ("Referrer-Policy", referrerPolicy?.rawValue),
      ("Cross-Origin-Opener-Policy", openerPolicy?.rawValue),
      ("Permissions-Policy", permissionsPolicy),
      ("Content-Security-Policy", contentSecurityPolicy),
    ]
    let fields = values.compactMap { name, value in value.map { Headers.Field(name, $0) } }
    plain = PreparedFields(fields)
    encrypted = transportSecurity.map { PreparedFields(fields + [$0.field]) } ?? plain
    self.transportSecurity = transportSecurity
  }

  /// Adds the fields that the response has not got.
  public func after(_ response: inout Response, for request: Request) {
    response.headers.addMissing(transportSecurity != nil && request.isSecure ? encrypted : plain)
  }

  /// Says what is wrong with the policy of https.
  public func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
    transportSecurity?.check(place: place) ?? []
  }
}
