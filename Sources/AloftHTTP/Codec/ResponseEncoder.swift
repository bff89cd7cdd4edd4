/// Turns responses into bytes and watches that bodies keep what their heads announced: a state machine without I/O.
package struct ResponseEncoder: Sendable {
  /// What of a request decides the form of its response.
  package struct Circumstances: Sendable {
    package var isHead: Bool
    /// Whether the client speaks HTTP/1.0, which knows no chunks and closes unless told otherwise.
    package var isOldVersion: Bool
    package var keepsAlive: Bool

    package init(isHead: Bool = false, isOldVersion: Bool = false, keepsAlive: Bool = true) {
      self.isHead = isHead
      self.isOldVersion = isOldVersion
      self.keepsAlive = keepsAlive
    }

    /// Those of a request.
    package init(_ head: RequestHead) {
      self.init(isHead: head.method == .head, isOldVersion: head.minorVersion == 0, keepsAlive: head.keepsAlive)
    }
  }

  /// What follows the head.
  package struct Plan: Sendable, Hashable {
    /// Whether body bytes are sent at all.
    package let sendsBody: Bool
    /// Whether the connection may be used again afterwards.
    package let keepsAlive: Bool

    package init(sendsBody: Bool, keepsAlive: Bool) {
      self.sendsBody = sendsBody
      self.keepsAlive = keepsAlive
    }
  }

  /// Why a response can't be sent as it is.
  package enum Failure: Error, Hashable, Sendable {
    case invalidFieldName(String)
    /// The body has more or fewer bytes than its Content-Length says.
    case lengthMismatch
    /// A status that ends no exchange (1xx) where a final one is due, or an upgrade under another status than 101.
    case interimStatus
  }

  private enum Framing: Sendable {
    case none
    case fixed(remaining: Int)
    case chunked
    case untilClose
  }

  private var framing = Framing.none
  private var isInChunk = false

  package init() {}

  /// The bytes that ask a waiting client for its body.
  package static let continueHead = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  // MARK: - Head

  /// Writes the head of `response`.
  ///
  /// - Parameters:
  ///   - response: The response; its body is not written.
  ///   - circumstances: What the request and the connection allow.
  ///   - dateLine: The Date field of the current date, with the end of its line.
  ///   - out: Gets the bytes; unchanged if this throws.
  /// - Returns: What follows.
  package mutating func begin(
    _ response: Response, _ circumstances: Circumstances, dateLine: [UInt8], into out: inout OutputBytes
  ) throws(Failure) -> Plan {
    let start = out.count
    var special = SpecialFields()
    let isUpgrade = if case .upgrade = response.body.storage { true } else { false }
    guard isUpgrade ? response.status == .switchingProtocols : response.status.code >= 200 else {
      throw .interimStatus
    }
    Self.appendStatusLine(response.status, to: &out)
    if let prepared = response.headers.prepared {
      out.append(prepared.encoded)
    } else {
      for field in response.headers.ownFields {
        if special.take(field) { continue }
        guard Self.append(field, to: &out) else {
          out.truncate(to: start)
          throw .invalidFieldName(field.name.spelling)
        }
      }
    }
    if let defaults = response.headers.defaults { out.append(defaults.encoded) }
    if let own = special.date {
      _ = Self.append(Headers.Field(.date, own), to: &out)
    } else {
      out.append(dateLine)
    }
    do throws(Failure) {
      return try finishHead(response, circumstances, special, isUpgrade: isUpgrade, into: &out)
    } catch {
      out.truncate(to: start)
      throw error
    }
  }

  private mutating func finishHead(
    _ response: Response, _ circumstances: Circumstances, _ special: SpecialFields, isUpgrade: Bool,
    into out: inout OutputBytes
  ) throws(Failure) -> Plan {
    var keepsAlive = circumstances.keepsAlive && !special.closes
    framing = .none
    if isUpgrade {
      out.append(fixed: "Connection: upgrade\r\n\r\n")
      return Plan(sendsBody: false, keepsAlive: false)
    }
    var sendsBody = false
    if !response.status.forbidsBody {
      let length = try special.length(of: response.body, isHead: circumstances.isHead)
      sendsBody = !circumstances.isHead
      if let length {
        out.append(fixed: "Content-Length: ")
        out.append(decimal: length)
        out.append(fixed: "\r\n")
        framing = .fixed(remaining: length)
      } else if circumstances.isOldVersion {
        framing = .untilClose
        keepsAlive = false
      } else {
        out.append(fixed: "Transfer-Encoding: chunked\r\n")
        framing = .chunked
      }
    }
    if !sendsBody { framing = .none }
    if !keepsAlive {
      out.append(fixed: "Connection: close\r\n")
    } else if circumstances.isOldVersion {
      out.append(fixed: "Connection: keep-alive\r\n")
    }
    out.append(fixed: "\r\n")
    return Plan(sendsBody: sendsBody, keepsAlive: keepsAlive)
  }

  /// Writes the head of `response`, and its body too where that is here already and small.
  ///
  /// - Returns: What follows, and whether nothing does.
  package mutating func encode(
    _ response: Response, _ circumstances: Circumstances, dateLine: [UInt8], smallBody: Int, into out: inout OutputBytes
  ) throws(Failure) -> (plan: Plan, isComplete: Bool) {
    let plan = try begin(response, circumstances, dateLine: dateLine, into: &out)
    guard plan.sendsBody else {
      if case .stream = response.body.storage { return (plan, true) }
      if case .upgrade = response.body.storage { return (plan, false) }
      return (plan, true)
    }
    switch response.body.storage {
    case .text(let text) where text.utf8.count <= smallBody: out.append(text)
    case .bytes(let bytes) where bytes.count <= smallBody: out.append(bytes)
    default: return (plan, false)
    }
    // Its length is what the head announced.
    framing = .none
    return (plan, true)
  }

  // MARK: - Body

  /// Writes what frames a piece of the body from before; the piece itself is the caller's to send, then
  /// ``endPiece(into:)``.
  ///
  /// - Throws: `lengthMismatch` when the body grows longer than announced; nothing was written then.
  package mutating func beginPiece(count: Int, into out: inout OutputBytes) throws(Failure) {
    switch framing {
    case .fixed(let remaining):
      guard count <= remaining else { throw .lengthMismatch }
      framing = .fixed(remaining: remaining - count)
    case .chunked:
      // A chunk of no bytes would end the body.
      guard count > 0 else { return }
      isInChunk = true
      out.append(String(count, radix: 16))
      out.append(fixed: "\r\n")
    case .untilClose, .none: break
    }
  }

  /// Writes what frames a piece of the body from behind.
  package mutating func endPiece(into out: inout OutputBytes) {
    if isInChunk { out.append(fixed: "\r\n") }
    isInChunk = false
  }

  /// Notes that a body of known length was sent behind its head, as a whole and as announced.
  package mutating func endWhole() { framing = .none }

  /// Writes what ends the body.
  ///
  /// - Throws: `lengthMismatch` when the body is shorter than announced: the connection must be aborted.
  package mutating func end(trailers: Headers = [:], into out: inout OutputBytes) throws(Failure) {
    defer { framing = .none }
    switch framing {
    case .fixed(let remaining):
      guard remaining == 0 else { throw .lengthMismatch }
    case .chunked:
      out.append(fixed: "0\r\n")
      for field in trailers.fields where !SpecialFields.frames(field.name) { _ = Self.append(field, to: &out) }
      out.append(fixed: "\r\n")
    case .untilClose, .none: break
    }
  }

  // MARK: - Fields

  private static func appendStatusLine(_ status: Status, to out: inout OutputBytes) {
    if status.code == 200 { return out.append(fixed: "HTTP/1.1 200 OK\r\n") }
    out.append(fixed: "HTTP/1.1 ")
    out.append(decimal: status.code)
    out.append(0x20)
    out.append(fieldValue: status.phrase)
    out.append(fixed: "\r\n")
  }

  /// Writes a field, unless its name is no token.
  static func append(_ field: Headers.Field, to out: inout OutputBytes) -> Bool {
    guard field.name.isValid else { return false }
    out.append(field.name.spelling)
    out.append(fixed: ": ")
    out.append(fieldValue: field.value)
    out.append(fixed: "\r\n")
    return true
  }
}
