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
  private let bytes = Mutex<[UInt8]>([])

  var collected: [UInt8] { bytes.withLock { $0 } }

  func write(_ bytes: [UInt8]) async throws { self.bytes.withLock { $0 += bytes } }

  func setTrailers(_ trailers: Headers) {}
}

/// What happened, in order.
final class Diary: Sendable {
  private let lines = Mutex<[String]>([])

  func note(_ line: String) { lines.withLock { $0.append(line) } }

  var entries: [String] { lines.withLock { $0 } }
}
