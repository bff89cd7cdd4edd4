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
    if sendsFilesDirectly { sendsFilesDirectly = hasSocket }
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
      logFailure(of: error)
      flushOutput()
      abort()
    }
  }

  private func logFailure(of error: any Error) {
    state.logger.error(
      "a response's file failed, so its connection was closed", metadata: ["reason": "\(error)", "peer": "\(peer)"])
  }

  private func send(_ range: Range<Int>, of file: any BodyFile) async throws {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let next = offset..<min(offset + Self.turn, range.upperBound)
      flushOutput()
      if sendsFilesDirectly, file.isInMemory(next) {
        offset += try await sendDirectly(next, of: file)
      } else {
        offset += try await sendCopy(of: next, of: file)
      }
      guard case .open = phase else { throw CancellationError() }
      // A client that reads as fast as this sends never makes it wait; the loop's other connections would.
      if offset < range.upperBound { await Task.yield() }
    }
  }

  // MARK: - Without a copy

  /// Lets the system send bytes that it has in its memory, at once or when the client has room for them.
  ///
  /// - Returns: How many it has sent; none if it does not know how.
  private func sendDirectly(_ range: Range<Int>, of file: any BodyFile) async throws -> Int {
    let sent = try sendAtOnce(range, of: file)
    guard sendsFilesDirectly else { return 0 }
    try encoder.beginPiece(count: range.count, into: &loop.output)
    if sent < range.count { try await leave(range.dropFirst(sent), of: file) }
    return range.count
  }

  private var hasSocket: Bool {
    let isThere = try? context?.channel.pipeline.syncOperations
      .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { _ in true }
    return isThere == true
  }

  private func sendAtOnce(_ range: Range<Int>, of file: any BodyFile) throws -> Int {
    guard let context, !hasBufferedOutput else { return 0 }
    let move = try context.channel.pipeline.syncOperations
      .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { file.send(range, to: $0) }
    switch move {
    case .moved(let count):
      written += count
      file.wasSent(count)
      return count
    case .ended: throw FileError.shrunk
    // The channel finds out by itself what has become of the client.
    case .wouldWait, .failed: return 0
    case .unsupported, nil:
      sendsFilesDirectly = false
      return 0
    }
  }

  /// Leaves bytes to the channel, which sends them as the client has room, and waits until it has.
  private func leave(_ range: Range<Int>, of file: any BodyFile) async throws {
    guard let context else { throw CancellationError() }
    // A handle of this transfer's own, since only one may use it at a time; the descriptor stays the file's.
    let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: file.descriptor)
    let region = FileRegion(fileHandle: handle, readerIndex: range.lowerBound, endIndex: range.upperBound)
    fileInFlight = (file, range.upperBound)
    defer {
      fileInFlight = nil
      _ = try? handle.takeDescriptorOwnership()
    }
    let promise = context.eventLoop.makePromise(of: Void.self)
    written += range.count
    context.writeAndFlush(NIOAny(IOData.fileRegion(region)), promise: promise)
    try await promise.futureResult.get()
  }

  /// Ends the connection if the file has become shorter than what the channel is to send of it: that would try for ever.
  ///
  /// - Returns: Whether it has.
  func checkFile() -> Bool {
    guard let (file, end) = fileInFlight, let size = file.currentSize, size < end else { return false }
    logFailure(of: FileError.shrunk)
    abort()
    return true
  }

  // MARK: - By a copy

  /// Reads bytes, hands them to the channel, and waits until it has passed them on.
  ///
  /// - Returns: Their number.
  private func sendCopy(of range: Range<Int>, of file: any BodyFile) async throws -> Int {
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
    var buffer = ByteBuffer()
    var move = FileMove.wouldWait
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) { place in
      let place = UnsafeMutableRawBufferPointer(rebasing: place.prefix(range.count))
      move = file.readWithoutWaiting(into: place, at: range.lowerBound)
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
