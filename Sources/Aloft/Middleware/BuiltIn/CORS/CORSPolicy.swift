internal import AloftCore
internal import AloftHTTP

/// What pages of other origins may do, as the fields that say so.
struct CORSPolicy: Sendable {
  /// `nil` for all of them.
  private let patterns: [OriginPattern]?
  private let methods: [Method]
  private let headers: CORS.RequestHeaders
  private let exposedHeaders: [HeaderName]
  private let allowsCredentials: Bool
  private let maxAge: Duration?
  private let allowsPrivateNetworks: Bool
  /// What every response carries.
  private let common: PreparedFields
  /// What the responses to origins of the list carry, without wildcards among them; `Vary` comes first.
  private let granted: [String: PreparedFields]

  private static let requestHeaders: HeaderName = "Access-Control-Request-Headers"
  private static let requestPrivateNetwork: HeaderName = "Access-Control-Request-Private-Network"

  init(
    origins: [OriginPattern]?, methods: [Method], headers: CORS.RequestHeaders, exposedHeaders: [HeaderName],
    allowsCredentials: Bool, maxAge: Duration?, allowsPrivateNetworks: Bool
  ) {
    patterns = origins
    self.methods = methods
    self.headers = headers
    self.exposedHeaders = exposedHeaders
    self.allowsCredentials = allowsCredentials
    self.maxAge = maxAge
    self.allowsPrivateNetworks = allowsPrivateNetworks
    let vary = Headers.Field(.vary, HeaderName.origin.spelling)
    func grant(_ origin: String) -> [Headers.Field] {
      Self.grant(origin, credentials: allowsCredentials, exposing: exposedHeaders)
    }
    common = PreparedFields(origins == nil ? grant("*") : [vary])
    let literals = (origins ?? []).filter { $0.isLiteral && $0.problem == nil }.map(\.literal)
    granted = Dictionary(
      literals.map { ($0, PreparedFields([vary] + grant($0))) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether an origin's pages may use the application.
  func allows(_ origin: String) -> Bool {
    guard let patterns else { return true }
    return granted[origin] != nil || patterns.contains { $0.takes(origin) }
  }

  // MARK: - Responses

  /// Adds what a response says, beside what its handler has said.
  func add(to headers: inout Headers, for request: Request) {
    // A handler that names an origin itself knows better; whether it looked at the request nobody else can tell.
    let isOwn = headers.contains(.accessControlAllowOrigin)
    guard let patterns else {
      if !isOwn { headers.addMissing(common) }
      return
    }
    let origin = isOwn ? nil : request.headers[.origin]
    if headers.contains(.vary) { headers.vary(on: .origin) }
    guard let origin else { return headers.addMissing(common) }
    if let prepared = granted[origin] { return headers.addMissing(prepared) }
    headers.addMissing(common)
    guard patterns.contains(where: { $0.takes(origin) }) else { return }
    for field in Self.grant(origin, credentials: allowsCredentials, exposing: exposedHeaders) {
      headers[field.name] = field.value
    }
  }

  /// The fields that let an origin read a response.
  private static func grant(
    _ origin: String, credentials: Bool, exposing exposed: [HeaderName] = []
  ) -> [Headers.Field] {
    var fields = [Headers.Field(.accessControlAllowOrigin, origin)]
    // Beside a star it would let every page act in a visitor's name; browsers refuse the two together.
    if credentials, origin != "*" { fields.append(.init("Access-Control-Allow-Credentials", "true")) }
    if !exposed.isEmpty {
      fields.append(.init("Access-Control-Expose-Headers", exposed.map(\.spelling).joined(separator: ", ")))
    }
    return fields
  }

  // MARK: - Questions in advance

  /// The fields of the answer to a browser that asks in advance.
  ///
  /// All that is allowed is named, whatever was asked: the browser compares, and tells its developer what is missing.
  func answer(to request: Request, from origin: String) -> Headers {
    var fields: [Headers.Field] = []
    var varying: [HeaderName] = patterns == nil ? [] : [.origin]
    if case .requested = headers { varying.append(Self.requestHeaders) }
    if allowsPrivateNetworks { varying.append(Self.requestPrivateNetwork) }
    if !varying.isEmpty { fields.append(.init(.vary, varying.map(\.spelling).joined(separator: ", "))) }
    guard allows(origin) else { return Headers(fields) }
    fields += Self.grant(patterns == nil ? "*" : origin, credentials: allowsCredentials)
    fields.append(.init("Access-Control-Allow-Methods", methods.map(\.name).joined(separator: ", ")))
    if let names = allowedHeaders(for: request), !names.isEmpty {
      fields.append(.init("Access-Control-Allow-Headers", names))
    }
    if let maxAge { fields.append(.init("Access-Control-Max-Age", "\(max(0, maxAge.components.seconds))")) }
    if allowsPrivateNetworks, request.headers[Self.requestPrivateNetwork] == "true" {
      fields.append(.init("Access-Control-Allow-Private-Network", "true"))
    }
    return Headers(fields)
  }

  private func allowedHeaders(for request: Request) -> String? {
    switch headers {
    case .only(let names): return names.map(\.spelling).joined(separator: ", ")
    case .requested:
      // As it was sent, without being taken apart: names, commas and blanks, and nothing else is repeated.
      guard let names = request.headers[Self.requestHeaders],
        names.utf8.allSatisfy({ $0.isToken || $0.isBlank || $0 == UInt8(ascii: ",") })
      else { return nil }
      return names
    }
  }

  // MARK: - Checking

  func problems(place: SourcePlace) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    func report(_ id: String, _ message: String, _ fix: String) {
      problems.append(Diagnostic(id: id, message: message, place: place, fix: fix))
    }
    if patterns == nil, allowsCredentials {
      report(
        "cors.credentials", "CORS allows all origins and credentials, so that every page could act in a visitor's name",
        "Name the origins that may: CORS(origins: [\"https://example.com\"], allowsCredentials: true).")
    }
    if patterns?.isEmpty == true {
      report("cors.origins", "CORS allows no origin", "Name one, or leave CORS out.")
    }
    for pattern in patterns ?? [] {
      guard let problem = pattern.problem else { continue }
      report(
        "cors.origin", "'\(pattern.text)' is no origin: \(problem)", "Write it as browsers do: https://example.com.")
    }
    for method in methods where method.name.isEmpty || !method.name.utf8.allSatisfy(\.isToken) {
      report("cors.method", "'\(method)' is no method", "Name methods, .get or .post.")
    }
    for method in methods
    where method.name != method.name.uppercased() && Method(method.name.uppercased()).registered != nil {
      report("cors.method", "methods are told apart by case: '\(method)' is none that browsers send", "Write .get.")
    }
    var names = exposedHeaders
    if case .only(let allowed) = headers { names += allowed }
    for name in names where !name.isValid || name == "*" {
      report("cors.header", "'\(name)' is no name of a field", "Name each field, \"X-Total\".")
    }
    if let maxAge, maxAge < .zero {
      report("cors.age", "CORS has a maxAge of \(maxAge), which is no time", "Say .zero to have browsers always ask.")
    }
    return problems
  }
}
