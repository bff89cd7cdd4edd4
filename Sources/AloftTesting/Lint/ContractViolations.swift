internal import Aloft
internal import Synchronization

/// What handlers and middleware did during a test that their contract forbids: thrown when the test has ended.
///
/// - A middleware calls `next` more than once for a request.
/// - A body is read twice, or by two readers at once.
/// - A handler blocks its event loop (at the depth of a socket, where there is one).
/// - A response can't be sent as it is: a status that ends no exchange, an invalid name of a field, a body that is longer
///   or shorter than its `Content-Length`.
/// - A response has a body though its status allows none; it would be dropped.
/// - A value of a field has control characters; they would become blanks.
/// - A redirect names no `Location`, a 405 no `Allow`.
public struct ContractViolations: Error, CustomStringConvertible {
  /// A sentence for each, with who did it and where that is written, as far as it is known.
  public let violations: [String]

  /// The sentences, one below the other.
  public var description: String {
    "the contract of handlers and middleware was broken:\n" + violations.map { "  \($0)" }.joined(separator: "\n")
  }
}

/// Gathers violations while a test runs.
final class ViolationList: Sendable {
  private let list = Mutex<[String]>([])

  var all: [String] { list.withLock { $0 } }

  func violated(_ text: String) {
    list.withLock { if !$0.contains(text) { $0.append(text) } }
  }

  /// Looks at a response.
  func check(_ response: TestResponse, _ request: TestRequest, _ raw: RawResponse) {
    let subject = "\(request.method) \(request.target)"
    if let error = response.failure as? RequestBodyError, error == .readTwice {
      violated("\(subject): the body was read twice, or by two readers at once")
    }
    if [301, 302, 303, 307, 308].contains(response.status.code), !response.headers.contains(.location) {
      violated("\(subject): \(response.status) names no Location")
    }
    if response.status == .methodNotAllowed, !response.headers.contains(.allow) {
      violated("\(subject): \(response.status) names no Allow")
    }
    if let original = raw.original { check(original, subject, isHead: request.method == .head, response.bytes.count) }
  }

  private func check(_ response: Response, _ subject: String, isHead: Bool, _ count: Int) {
    if response.status.forbidsBody, response.status.code != 101, (response.body.length ?? 1) > 0 {
      violated("\(subject): \(response.status) has a body, which is never sent")
    }
    for field in response.headers {
      if !field.name.isValid { violated("\(subject): '\(field.name)' is no name of a field") }
      if field.value.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) {
        violated("\(subject): the value of \(field.name) has control characters")
      }
    }
    if let text = response.headers[.contentLength], !isHead, !response.status.forbidsBody, Int(text) != count {
      violated("\(subject): Content-Length is \(text), but the body has \(count) bytes")
    }
  }

  /// Looks at what the server has logged.
  func check(_ log: TestLog) {
    for entry in log.entries where entry.message.contains("blocked its event loop") {
      violated("\(entry.metadata["handler"] ?? "a handler") blocked its event loop")
    }
  }
}
