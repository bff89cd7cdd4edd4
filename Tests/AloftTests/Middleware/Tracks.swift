import Aloft
import AloftHTTP

/// Middleware that notes its name on the way in and on the way out, and waits for nothing.
struct Track: SynchronousMiddleware {
  let mark: String
  let diary: Diary

  init(_ mark: String, _ diary: Diary) {
    self.mark = mark
    self.diary = diary
  }

  func before(_ request: inout Request) -> Response? {
    diary.note("\(mark)>")
    return nil
  }

  func after(_ response: inout Response, for request: Request) { diary.note("<\(mark) \(response.status.code)") }
}

/// The same by wrapping.
struct WrappingTrack: Middleware {
  let mark: String
  let diary: Diary

  init(_ mark: String, _ diary: Diary) {
    self.mark = mark
    self.diary = diary
  }

  func respond(to request: Request, next: Next) async throws -> Response {
    diary.note("\(mark)>")
    let response = try await next(request)
    diary.note("<\(mark) \(response.status.code)")
    return response
  }
}

/// What middleware in a test throws.
struct Broken: Error {}

/// Throws before or after what lies behind.
struct Throwing: SynchronousMiddleware {
  var isBefore = false
  var error: any Error & Sendable = Broken()

  func before(_ request: inout Request) throws -> Response? {
    if isBefore { throw error }
    return nil
  }

  func after(_ response: inout Response, for request: Request) throws {
    if !isBefore { throw error }
  }
}
