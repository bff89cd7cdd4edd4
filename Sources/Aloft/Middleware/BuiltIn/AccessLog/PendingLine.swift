internal import AloftHTTP
internal import Synchronization

/// The line of a response whose body is still being written; written when that ends, or when nobody will write it.
final class PendingLine: Sendable {
  private let begun: AccessLogEncoder.Begun
  private let encoder: AccessLogEncoder
  private let output: AccessLog.Output
  private let clock: LogClock
  private let start: UInt64
  private let size = Atomic(0)
  private let isWritten = Atomic(false)

  init(
    _ begun: AccessLogEncoder.Begun, encoder: AccessLogEncoder, output: AccessLog.Output, clock: LogClock, start: UInt64
  ) {
    self.begun = begun
    self.encoder = encoder
    self.output = output
    self.clock = clock
    self.start = start
  }

  deinit { write(isAborted: true) }

  /// Counts bytes that were sent.
  func count(_ bytes: Int) { size.add(bytes, ordering: .relaxed) }

  /// Writes the line when what sends the body returns or throws.
  func follow(_ send: () async throws -> Void) async throws {
    do {
      try await send()
    } catch {
      write(isAborted: true)
      throw error
    }
    write(isAborted: false)
  }

  /// Writes the line, unless it is written.
  func write(isAborted: Bool) {
    guard !isWritten.exchange(true, ordering: .relaxed) else { return }
    let ending = AccessLogEncoder.Ending(clock: clock, start: start)
      .of(size: size.load(ordering: .relaxed), isAborted: isAborted)
    var line = OutputBytes()
    encoder.encode(begun, ending, into: &line)
    output.write(line, encoder.format)
  }
}

/// Counts what a stream writes.
final class CountingSink: ResponseWriter.Sink {
  private let writer: ResponseWriter
  private let line: PendingLine

  init(_ writer: ResponseWriter, _ line: PendingLine) {
    self.writer = writer
    self.line = line
  }

  func write(_ bytes: [UInt8]) async throws {
    try await writer.write(bytes)
    line.count(bytes.count)
  }

  func setTrailers(_ trailers: Headers) { writer.setTrailers(trailers) }
}

/// Counts what is written to a connection that has changed its protocol.
final class CountingTransport: UpgradedConnection.Transport {
  private let connection: UpgradedConnection
  private let line: PendingLine

  init(_ connection: UpgradedConnection, _ line: PendingLine) {
    self.connection = connection
    self.line = line
  }

  func next() async throws -> [UInt8]? { try await connection.makeAsyncIterator().next() }

  func write(_ bytes: [UInt8]) async throws {
    try await connection.write(bytes)
    line.count(bytes.count)
  }
}
