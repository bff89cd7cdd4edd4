internal import AloftHTTP

/// What is known of an error before it is answered.
struct ErrorReport: Sendable {
  let error: any Error
  let status: Status
  /// What the client may read beside the status.
  let message: String?
  let headers: Headers
  /// Whether the program meant it: it then says itself how it is answered.
  let isIntended: Bool

  init(_ error: any Error) {
    self.error = error
    if let error = error as? any ResponseError {
      status = error.status
      message = error.message
      headers = error.headers
      isIntended = true
    } else {
      status = .internalServerError
      message = nil
      headers = [:]
      isIntended = false
    }
  }
}
