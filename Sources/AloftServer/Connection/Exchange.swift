internal import AloftHTTP

/// A request whose response is not complete yet.
struct Exchange {
  let id: Int
  /// What the client allows; whether the connection is kept is decided when the response begins.
  var circumstances: ResponseEncoder.Circumstances
  /// Whether the client offered to change protocols, and the request has no body in the way.
  var offersUpgrade: Bool
  /// The request on its way to the task that answers it.
  var request: Request?
  var pipe: BodyPipe?
  /// The client waits for 100 (Continue) before it sends its body.
  var waitsForContinue: Bool
  var responseBegan = false
  var task: Task<Void, Never>?
  var sink: ResponseSink?

  /// Hands the request on, so that its task is the only one to hold it.
  mutating func takeRequest() -> Request? {
    defer { request = nil }
    return request
  }

  /// Notes that the response has begun, and what became of the circumstances.
  mutating func began(_ circumstances: ResponseEncoder.Circumstances) {
    responseBegan = true
    self.circumstances = circumstances
  }
}
