internal import Aloft
internal import Synchronization

/// Brings requests to a running server, over connections that are kept for the next one.
final class SocketTransport: Transport {
  private let port: Int
  private let work: WorkAfterResponses
  private let idle = Mutex<[SocketConnection]>([])

  init(port: Int, work: WorkAfterResponses) {
    self.port = port
    self.work = work
  }

  func exchange(_ prepared: PreparedRequest, body: TestBody) async throws -> RawResponse {
    guard prepared.scheme == "http" else {
      throw UnreadableRequest(description: "a test over a socket speaks http, not \(prepared.scheme)")
    }
    let kept = idle.withLock { $0.popLast() }
    let connection: SocketConnection
    if let kept { connection = kept } else { connection = try await SocketConnection.open(port: port) }
    let sending = Task { try await Self.send(prepared, body, over: connection) }
    let reader = ResponseReader { try await connection.read() }
    let head: ResponseReader.Head
    do {
      head = try await reader.head(isHead: prepared.method == .head)
    } catch {
      sending.cancel()
      throw error
    }
    let body = reader.body { [self] isWhole in
      // What is still being sent would begin the next request.
      sending.cancel()
      _ = await sending.result
      if isWhole, await reader.keepsAlive { idle.withLock { $0.append(connection) } }
    }
    return RawResponse(
      status: head.status, headers: head.headers, body: body, failure: nil, original: nil,
      finish: { [work] in await work.ends(for: connection.localAddress) },
      cancel: {
        sending.cancel()
        connection.close()
      })
  }

  private static func send(_ prepared: PreparedRequest, _ body: TestBody, over connection: SocketConnection)
    async throws
  {
    switch body.content {
    case .bytes(let bytes): try await connection.write(prepared.head(length: bytes.count) + bytes)
    case .pieces(let pieces):
      try await connection.write(prepared.head(length: nil))
      for await piece in pieces where !piece.isEmpty {
        try Task.checkCancellation()
        try await connection.write(
          Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
      }
      try await connection.write(Array("0\r\n\r\n".utf8))
    }
  }

  func close() {
    for connection in idle.withLock({ connections in
      defer { connections = [] }
      return connections
    }) { connection.close() }
  }
}
