import Aloft
import AloftHTTP

/// Says where the request comes from, as a trusted proxy would.
struct SettingOrigin: SynchronousMiddleware {
  private let origin: RequestOrigin

  init(_ origin: RequestOrigin) { self.origin = origin }

  func before(_ request: inout Request) -> Response? {
    request.origin = origin
    return nil
  }
}
