internal import Aloft

/// What is wrong with the bytes of a response.
struct MalformedResponse: Error, CustomStringConvertible {
  let description: String
}

/// Reads a response from bytes as they come: as strict as a test wants it, nothing for the open Internet.
actor ResponseReader {
  struct Head: Sendable {
    let status: Status
    let headers: Headers
  }

  private enum Framing {
    case length(Int)
    case chunked
    case untilClose
  }

  private let read: @Sendable () async throws -> [UInt8]?
  private var buffer: [UInt8] = []
  private var framing = Framing.length(0)
  private var isEnded = false

  init(read: @escaping @Sendable () async throws -> [UInt8]?) { self.read = read }

  /// Whether the connection may be used again once the body is read.
  private(set) var keepsAlive = true

  /// Reads the head of the final response.
  ///
  /// - Parameter isHead: Whether the request was HEAD, whose response has no body.
  func head(isHead: Bool) async throws -> Head {
    while true {
      let lines = try await headLines()
      let words = (lines.first ?? "").split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count >= 2, words[0] == "HTTP/1.1", let code = Int(words[1]), (100...599).contains(code) else {
        throw MalformedResponse(description: "'\(lines.first ?? "")' is no status line")
      }
      if code < 200, code != 101 { continue }
      var headers = Headers()
      for line in lines.dropFirst() {
        guard let colon = line.firstIndex(of: ":") else {
          throw MalformedResponse(description: "'\(line)' is no field")
        }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        headers.append(HeaderName(String(line[..<colon])), String(value))
      }
      try frame(headers, Status(code), isHead: isHead)
      return Head(status: Status(code), headers: headers)
    }
  }

  private func frame(_ headers: Headers, _ status: Status, isHead: Bool) throws {
    keepsAlive = headers[.connection]?.lowercased() != "close"
    if isHead || status.forbidsBody {
      framing = .length(0)
    } else if headers[.transferEncoding] != nil {
      framing = .chunked
    } else if let text = headers[.contentLength] {
      guard let length = Int(text), length >= 0 else {
        throw MalformedResponse(description: "Content-Length is '\(text)'")
      }
      framing = .length(length)
    } else {
      framing = .untilClose
      keepsAlive = false
    }
  }

  private func headLines() async throws -> [String] {
    while true {
      let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
      if let range = buffer.firstRange(of: end) {
        let text = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
        buffer.removeSubrange(..<range.upperBound)
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).map { String($0) }
      }
      guard try await fill() else { throw MalformedResponse(description: "the connection ended within the head") }
    }
  }

  private func fill() async throws -> Bool {
    guard let bytes = try await read() else { return false }
    buffer += bytes
    return true
  }

  /// The next piece of the body, `nil` at its end.
  func piece() async throws -> [UInt8]? {
    guard !isEnded else { return nil }
    switch framing {
    case .length(let rest):
      guard rest > 0 else { return end() }
      if buffer.isEmpty, try await !fill() {
        throw MalformedResponse(description: "the connection ended \(rest) bytes before the body did")
      }
      let piece = take(min(rest, buffer.count))
      framing = .length(rest - piece.count)
      return piece
    case .chunked: return try await chunk()
    case .untilClose:
      if buffer.isEmpty, try await !fill() { return end() }
      return take(buffer.count)
    }
  }

  private func end() -> [UInt8]? {
    isEnded = true
    return nil
  }

  private func take(_ count: Int) -> [UInt8] {
    let piece = Array(buffer.prefix(count))
    buffer.removeFirst(piece.count)
    return piece
  }

  private func line() async throws -> String {
    while true {
      let lineEnd: [UInt8] = [0x0D, 0x0A]
      if let range = buffer.firstRange(of: lineEnd) {
        let text = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
        buffer.removeSubrange(..<range.upperBound)
        return text
      }
      guard try await fill() else { throw MalformedResponse(description: "the connection ended within the body") }
    }
  }

  private func chunk() async throws -> [UInt8]? {
    guard let size = Int(try await line(), radix: 16) else {
      throw MalformedResponse(description: "a chunk has no size")
    }
    guard size > 0 else {
      while try await !line().isEmpty {}
      return end()
    }
    while buffer.count < size + 2 {
      guard try await fill() else { throw MalformedResponse(description: "the connection ended within a chunk") }
    }
    let piece = take(size)
    _ = take(2)
    return piece
  }

  /// The body as a sequence; `done` is told when it ended or nobody reads it any more.
  nonisolated func body(
    _ done: @escaping @Sendable (Bool) async -> Void
  ) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream {
      do {
        if let piece = try await self.piece() { return piece }
        await done(true)
        return nil
      } catch {
        await done(false)
        throw error
      }
    }
  }
}
