public import Aloft
internal import Synchronization

/// A client for tests: it asks an application at the depth that was chosen, keeps cookies, and follows redirects if told
/// to.
///
/// ```swift
/// @Test func signingIn() async throws {
///   try await makeApp().test { client in
///     let answer = try await client.post("/login", form: ["name": "ann"])
///     #expect(answer.status == .seeOther)
///     let page = try await client.get("/me")
///     #expect(page.text == "ann")
///   }
/// }
/// ```
public final class TestClient: Sendable {
  private struct State: Sendable {
    var jar = CookieJar()
    var headers: Headers = [:]
    var scheme = "http"
    var host = "localhost"
    var address = "192.0.2.1:50000"
  }

  /// More than this many redirects in a row lead nowhere.
  private static let mostRedirects = 20

  /// How far requests go.
  public let depth: TestDepth
  /// The application, with what its start hooks have left.
  public let application: ApplicationContext
  /// What the application has logged.
  public let log: TestLog
  let violations: ViolationList
  private let transport: any Transport
  private let now: @Sendable () -> Int
  private let state = Mutex(State())

  init(
    _ depth: TestDepth, _ application: ApplicationContext, _ transport: any Transport, log: TestLog,
    violations: ViolationList, now: @escaping @Sendable () -> Int
  ) {
    self.depth = depth
    self.application = application
    self.transport = transport
    self.log = log
    self.violations = violations
    self.now = now
  }

  // MARK: - What it is

  /// Fields that are sent with every request.
  public var headers: Headers {
    get { state.withLock { $0.headers } }
    set { state.withLock { $0.headers = newValue } }
  }

  /// `http` or `https`; the latter only in the process.
  public var scheme: String {
    get { state.withLock { $0.scheme } }
    set { state.withLock { $0.scheme = newValue } }
  }

  /// The host that requests are sent to, `localhost` unless set; its port may be named.
  public var host: String {
    get { state.withLock { $0.host } }
    set { state.withLock { $0.host = newValue } }
  }

  /// The address that requests come from, in the process only.
  public var address: String {
    get { state.withLock { $0.address } }
    set { state.withLock { $0.address = newValue } }
  }

  /// The values of the cookies that are kept, by name.
  public var cookies: [String: String] { state.withLock { $0.jar.values } }

  /// Sets a cookie for all paths of the host.
  public func setCookie(_ name: String, _ value: String) {
    state.withLock { $0.jar.set(name, value, for: TestURL(scheme: "http", authority: $0.host, target: "/").host) }
  }

  /// Forgets all cookies.
  public func forgetCookies() { state.withLock { $0.jar.removeAll() } }

  // MARK: - Asking

  /// Sends a request.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - followsRedirects: Whether redirects are followed; ``TestResponse/history`` has them then.
  /// - Returns: The response, its body read to the end and what was left for after the response done.
  /// - Throws: What hindered the request; a response of any status is none.
  public func send(_ request: TestRequest, followsRedirects: Bool = false) async throws -> TestResponse {
    var request = request
    var history: [TestResponse] = []
    while true {
      let url = url(of: request)
      var response = try await exchange(request, url)
      guard followsRedirects, let next = Self.redirected(request, response, url) else {
        response.history = history
        return response
      }
      history.append(response)
      guard history.count <= Self.mostRedirects else {
        throw UnexpectedResponse(description: "\(url) leads through more than \(Self.mostRedirects) redirects")
      }
      request = next
    }
  }

  private func url(of request: TestRequest) -> TestURL {
    let (scheme, host) = state.withLock { ($0.scheme, $0.host) }
    return TestURL(scheme: scheme, authority: host, target: "/").following(request.target)
  }

  private func exchange(_ request: TestRequest, _ url: TestURL) async throws -> TestResponse {
    let raw = try await transport.exchange(prepared(request, url), body: request.body)
    var pieces: [[UInt8]] = []
    do {
      for try await piece in raw.body { pieces.append(piece) }
    } catch {
      // Whoever writes it waits to be read.
      await raw.cancel()
      throw error
    }
    await raw.finish()
    state.withLock { $0.jar.take(raw.headers, from: url, now: now()) }
    let response = TestResponse(
      url: "\(url)", status: raw.status, headers: raw.headers, bytes: Array(pieces.joined()), pieces: pieces,
      failure: raw.failure)
    violations.check(response, request, raw)
    return response
  }

  private func prepared(_ request: TestRequest, _ url: TestURL) -> PreparedRequest {
    let (own, cookies, address) = state.withLock { state in
      (state.headers, state.jar.field(for: url, now: now()), state.address)
    }
    var headers: Headers = [.host: url.authority]
    for field in own where !request.headers.contains(field.name) { headers.append(field.name, field.value) }
    for field in request.headers {
      if field.name == .host { headers[.host] = nil }
      headers.append(field.name, field.value)
    }
    if let cookies, !request.headers.contains(.cookie) { headers.append(.cookie, cookies) }
    if let type = request.body.mediaType, !request.headers.contains(.contentType) {
      headers.append(.contentType, type)
    }
    return PreparedRequest(
      method: request.method, target: url.target, headers: headers, scheme: url.scheme, address: address)
  }

  /// The request that a redirect asks for (RFC 9110, section 15.4); `nil` where there is none.
  private static func redirected(_ request: TestRequest, _ response: TestResponse, _ url: TestURL) -> TestRequest? {
    guard [301, 302, 303, 307, 308].contains(response.status.code), let location = response[.location] else {
      return nil
    }
    var next = request
    next.target = "\(url.following(location))"
    let turnsToGet =
      response.status == .seeOther || (response.status.code < 303 && request.method == .post)
    if turnsToGet, request.method != .head {
      next.method = .get
      next.body = .empty
    }
    return next
  }

  /// Asks for a response and hands its body on as it is written; when `read` returns, the rest is not waited for.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - read: Gets status, fields and the pieces of the body as they come.
  public func stream<Result>(
    _ request: TestRequest, _ read: (Status, Headers, AsyncThrowingStream<[UInt8], any Error>) async throws -> Result
  ) async throws -> Result {
    let raw = try await transport.exchange(prepared(request, url(of: request)), body: request.body)
    do {
      let result = try await read(raw.status, raw.headers, raw.body)
      await raw.cancel()
      return result
    } catch {
      await raw.cancel()
      throw error
    }
  }
}
