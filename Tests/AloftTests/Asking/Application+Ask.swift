import Aloft
import AloftHTTP
import AloftServer

/// How a body reaches the server.
enum BodyArrival {
  /// All of it lies behind the head already, and its length was said.
  case atOnce
  /// All of it lies behind the head already, in a chunk.
  case inOneChunk
  /// Only when somebody reads it, a byte at a time.
  case whenRead
}

extension Application {
  /// Asks the application the way its server does, without a socket: parses, answers, reads the body, finishes.
  func ask(
    _ method: AloftHTTP.Method = .get, _ target: String, host: String = "example.com", headers: Headers = [:],
    body: String = "", arriving arrival: BodyArrival = .atOnce, serverLimit: Int = 1024 * 1024,
    peer: String = "192.0.2.7:50712"
  ) async throws -> Answered {
    let frozen = try freeze()
    var request = try Request(
      method, target, host, headers, Array(body.utf8), arrival, serverLimit, peer: peer, responder: frozen)
    switch frozen.answer(&request) {
    case .ready(let response, let label):
      return try await Answered(response, isImmediate: true, handler: label.text)
    case .later(let label, let run, let finish):
      let answered = try await Answered(await run(request), isImmediate: false, handler: label.text)
      await finish?()
      return answered
    }
  }

  /// Asks by GET for what is answered at once, and leaves its body unread.
  func unread(_ target: String, headers: Headers = [:]) throws -> Response? {
    let frozen = try freeze()
    var request = try Request(
      .get, target, "example.com", headers, [], .atOnce, 0, peer: "192.0.2.7:50712", responder: frozen)
    return if case .ready(let response, _) = frozen.answer(&request) { response } else { nil }
  }

  /// Asks by GET, and gives the status and the text in a line: `200 Hello`.
  func get(_ target: String, host: String = "example.com") async throws -> String {
    let answered = try await ask(.get, target, host: host)
    return "\(answered.status.code) \(answered.text)"
  }
}

/// What an application answered, its body read to the end.
struct Answered {
  let response: Response
  /// Whether the answer was there without a task.
  let isImmediate: Bool
  /// The handler as the log names it.
  let handler: String
  let bytes: [UInt8]

  init(_ response: Response, isImmediate: Bool, handler: String) async throws {
    self.response = response
    self.isImmediate = isImmediate
    self.handler = handler
    let sink = CollectingSink()
    try await response.body.write(to: ResponseWriter(sink))
    bytes = sink.collected
  }

  var status: Status { response.status }
  var text: String { String(decoding: bytes, as: UTF8.self) }
  func header(_ name: HeaderName) -> String? { response.headers[name] }
}

extension Request {
  /// Reads a request from the bytes that a client would send.
  fileprivate init(
    _ method: AloftHTTP.Method, _ target: String, _ host: String, _ headers: Headers, _ body: [UInt8],
    _ arrival: BodyArrival, _ limit: Int, peer: String, responder: FrozenApplication
  ) throws {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
    for field in headers { head += "\(field.name): \(field.value)\r\n" }
    if !body.isEmpty {
      head += arrival == .atOnce ? "Content-Length: \(body.count)\r\n" : "Transfer-Encoding: chunked\r\n"
    }
    let bytes = Array("\(head)\r\n".utf8)
    var parser = RequestParser()
    var offset = 0
    guard case .head(let parsed) = parser.next(bytes.span, at: &offset) else { throw UnreadableRequest(head: head) }
    let received =
      arrival == .whenRead
      ? RequestBody(source: SlowBody(body), limit: limit) : RequestBody(body, limit: limit)
    self.init(head: parsed, body: received, connection: ConnectionInfo(peer: peer, responder: responder))
  }
}

/// A test that wrote a request which no parser takes.
private struct UnreadableRequest: Error {
  let head: String
}
