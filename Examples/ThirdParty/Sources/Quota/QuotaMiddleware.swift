import Aloft

/// Turns away the requests of a client that has sent too many.
struct QuotaMiddleware: SynchronousMiddleware {
  let counter: QuotaCounter

  func before(_ request: inout Request) throws -> Response? {
    guard let wait = counter.count(request.clientAddress, request.path) else { return nil }
    throw HTTPError(.tooManyRequests, "too many requests", headers: [.retryAfter: "\(wait)"])
  }
}
