internal import AloftHTTP
internal import Logging
internal import NIOCore
internal import NIOPosix

/// Bodies that lie in files.
///
/// The system sends what it has in its memory from there, without a copy here. What is not there yet is read on a thread
/// that may wait for the disk; what the client has no room for is left to the channel, which knows when there is some.
extension Connection {
  /// The largest body that is read behind its head, to be sent with it in one write.
  private static let smallFile = 64 * 1024
  /// The bytes that are sent before others have their turn.
  private static let turn = 256 * 1024
  /// The bytes that are left to the channel until the client has room for them.
  private static let waitingPiece = 16 * 1024

  /// Reads a small body behind its head, if all of it is there without waiting.
  func appendSmall(_ body: FileBody) -> Bool {
    guard body.length <= Self.smallFile else { return false }
    let start = loop.output.count
    for piece in body.pieces {
      switch piece {
      case .bytes(let bytes): loop.output.append(bytes)
      case .range(let range):
        let end = loop.output.count + range.count
        loop.output.append(upTo: range.count) { place in
          if case .moved(let count) = body.file.readWithoutWaiting(into: place, at: range.lowerBound) {
            count
          } else {
            0
          }
        }
        guard loop.output.count == end else {
          loop.output.truncate(to: start)
          return false
        }
      }
    }
    // Its length is what the head announced.
    encoder.endWhole()
    body.file.wasSent(body.rangeLength)
    return true
  }

  /// Sends a body of any size at the pace of the client.
  func send(_ body: FileBody) async {
    do {
      for piece in body.pieces {
        switch piece {
        case .bytes(let bytes): try writePiece(bytes)
        case .range(let range): try await send(range, of: body.file)
        }
      }
      guard case .open = phase else { return }
      try encoder.end(into: &loop.output)
      if !isProcessing { flushOutput() }
      finishExchange()
    } catch {
      // The connection was closed meanwhile, by whomever.
      guard case .open = phase else { return }
      state.logger.error(
        "a response's file failed, so its connection was closed", metadata: ["reason": "\(error)", "peer": "\(peer)"])
      flushOutput()
      abort()
    }
  }

  private func send(_ range: Range<Int>, of file: any BodyFile) async throws {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let next = offset..<min(offset + Self.turn, range.upperBound)
      flushOutput()
      if let sent = try sendDirectly(next, of: file) {
        offset += sent
        // A client that reads as fast as this sends never makes it wait; the loop's other connections would.
        if sent > 0, offset < range.upperBound { await Task.yield() }
      } else {
        offset += try await writeWaiting(next, of: file)
      }
      guard case .open = phase else { throw CancellationError() }
    }
  }

  /// Lets the system send bytes that it has in its memory.
  ///
  /// - Returns: How many it has sent; `nil` if it can send none now.
  private func sendDirectly(_ range: Range<Int>, of file: any BodyFile) throws -> Int? {
    guard let context, sendsFilesDirectly, !hasBufferedOutput, file.isInMemory(range) else { return nil }
    let move = try context.channel.pipeline.syncOperations
      .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { file.send(range, to: $0) }
    switch move {
    case .moved(let count):
      try encoder.beginPiece(count: count, into: &loop.output)
      written += count
      file.wasSent(count)
      return count
    case .ended: throw FileError.shrunk
    case .wouldWait: return nil
    case .unsupported, nil:
      sendsFilesDirectly = false
      return nil
    case .failed:
      // The client has gone: as the channel finds by itself when it writes.
      return nil
    }
  }

  /// Reads bytes, hands them to the channel, and waits until it has passed them on.
  ///
  /// - Returns: Their number.
  private func writeWaiting(_ range: Range<Int>, of file: any BodyFile) async throws -> Int {
    let buffer = try await read(range, of: file)
    guard case .open = phase, let context else { throw CancellationError() }
    try encoder.beginPiece(count: buffer.readableBytes, into: &loop.output)
    let promise = context.eventLoop.makePromise(of: Void.self)
    written += buffer.readableBytes
    context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
    try await promise.futureResult.get()
    file.wasSent(buffer.readableBytes)
    return buffer.readableBytes
  }

  private func read(_ range: Range<Int>, of file: any BodyFile) async throws -> ByteBuffer {
    let count = min(sendsFilesDirectly ? Self.waitingPiece : Self.turn, range.count)
    var buffer = ByteBuffer()
    var move = FileMove.wouldWait
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { place in
      move = file.readWithoutWaiting(
        into: UnsafeMutableRawBufferPointer(rebasing: place.prefix(count)), at: range.lowerBound)
      return if case .moved(let read) = move { read } else { 0 }
    }
    switch move {
    case .moved: return buffer
    case .ended: throw FileError.shrunk
    // What fails at once may still be read by waiting, or its failure is said there.
    case .wouldWait, .unsupported, .failed:
      // Not by `blocking`, which begins nothing for a client that has ended its sending half.
      return try await BlockingThreads.pool.runIfActive(eventLoop: loop.loop) {
        ByteBuffer(bytes: try file.read(range))
      }
      .get()
    }
  }

  /// Whether bytes wait in the channel until the client has room for them.
  private var hasBufferedOutput: Bool { (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) != 0 }
}
