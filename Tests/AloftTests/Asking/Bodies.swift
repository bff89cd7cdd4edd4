import AloftHTTP
import Synchronization

/// A body that arrives a byte at a time, when somebody waits for it.
final class SlowBody: RequestBody.Source {
  private let rest: Mutex<[UInt8]>

  init(_ bytes: [UInt8]) { rest = Mutex(bytes.reversed()) }

  func next() async throws -> [UInt8]? {
    await Task.yield()
    return rest.withLock { $0.popLast() }.map { [$0] }
  }

  var trailers: Headers { [:] }
}

/// Keeps what a streamed response writes.
final class CollectingSink: ResponseWriter.Sink {
  private let written = Mutex<[[UInt8]]>([])

  var pieces: [[UInt8]] { written.withLock { $0 } }
  var collected: [UInt8] { pieces.flatMap(\.self) }

  func write(_ bytes: [UInt8]) async throws { written.withLock { $0.append(bytes) } }

  func setTrailers(_ trailers: Headers) {}
}

/// What happened, in order.
final class Diary: Sendable {
  private let lines = Mutex<[String]>([])

  func note(_ line: String) { lines.withLock { $0.append(line) } }

  var entries: [String] { lines.withLock { $0 } }
}
