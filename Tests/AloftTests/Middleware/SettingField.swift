import Aloft
import AloftHTTP

/// Puts a field into the request, as a value that no parser would let through.
struct SettingField: SynchronousMiddleware {
  private let header: HeaderName
  private let value: String

  init(_ header: HeaderName, _ value: String) {
    self.header = header
    self.value = value
  }

  func before(_ request: inout Request) -> Response? {
    request.headers[header] = value
    return nil
  }
}
