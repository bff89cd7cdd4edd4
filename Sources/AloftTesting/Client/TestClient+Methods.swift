public import Aloft

extension TestClient {
  /// Sends GET.
  public func get(
    _ target: String, headers: Headers = [:], followsRedirects: Bool = false
  ) async throws -> TestResponse {
    try await send(TestRequest(.get, target, headers: headers), followsRedirects: followsRedirects)
  }

  /// Sends HEAD.
  public func head(_ target: String, headers: Headers = [:]) async throws -> TestResponse {
    try await send(TestRequest(.head, target, headers: headers))
  }

  /// Sends OPTIONS.
  public func options(_ target: String, headers: Headers = [:]) async throws -> TestResponse {
    try await send(TestRequest(.options, target, headers: headers))
  }

  /// Sends POST with a body.
  public func post(
    _ target: String, headers: Headers = [:], body: TestBody = .empty, followsRedirects: Bool = false
  ) async throws -> TestResponse {
    try await send(TestRequest(.post, target, headers: headers, body: body), followsRedirects: followsRedirects)
  }

  /// Sends POST with fields as a browser's form sends them.
  public func post(
    _ target: String, headers: Headers = [:], form: KeyValuePairs<String, String>, followsRedirects: Bool = false
  ) async throws -> TestResponse {
    try await post(target, headers: headers, body: .form(form), followsRedirects: followsRedirects)
  }

  /// Sends POST with a value as JSON.
  public func post(
    _ target: String, headers: Headers = [:], json value: some Encodable & Sendable
  ) async throws -> TestResponse {
    try await post(target, headers: headers, body: .json(value))
  }

  /// Sends PUT with a body.
  public func put(_ target: String, headers: Headers = [:], body: TestBody) async throws -> TestResponse {
    try await send(TestRequest(.put, target, headers: headers, body: body))
  }

  /// Sends PUT with a value as JSON.
  public func put(
    _ target: String, headers: Headers = [:], json value: some Encodable & Sendable
  ) async throws -> TestResponse {
    try await put(target, headers: headers, body: .json(value))
  }

  /// Sends PATCH with a body.
  public func patch(_ target: String, headers: Headers = [:], body: TestBody) async throws -> TestResponse {
    try await send(TestRequest(.patch, target, headers: headers, body: body))
  }

  /// Sends PATCH with a value as JSON.
  public func patch(
    _ target: String, headers: Headers = [:], json value: some Encodable & Sendable
  ) async throws -> TestResponse {
    try await patch(target, headers: headers, body: .json(value))
  }

  /// Sends DELETE.
  public func delete(_ target: String, headers: Headers = [:]) async throws -> TestResponse {
    try await send(TestRequest(.delete, target, headers: headers))
  }
}
