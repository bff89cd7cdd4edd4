import AloftHTTP
import Foundation
import Testing

@testable import Aloft

@Suite struct LineBatchTests {
  private let diary = Diary()

  /// Two ends of a channel that keeps each write apart, and has room for ten of them.
  private func channel() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    #if canImport(Darwin)
      let kind = SOCK_DGRAM
    #else
      let kind = Int32(SOCK_DGRAM.rawValue)
    #endif
    try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return (ends[0], ends[1])
  }

  private func batch(_ descriptor: Int32, limit: Int = 1024 * 1024, isImmediate: Bool = false) -> LineBatch {
    LineBatch(
      descriptor: descriptor, limit: limit, isImmediate: isImmediate, note: { "lost \($0)\n" },
      schedule: { [diary] _ in diary.note("scheduled") })
  }

  private func add(_ text: String, to batch: LineBatch) {
    var line = OutputBytes()
    line.append(text + "\n")
    batch.add(line)
  }

  /// What was written, a text a write.
  private func writes(_ descriptor: Int32) -> [String] {
    var texts: [String] = []
    var buffer = [UInt8](repeating: 0, count: 100_000)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return texts }
      texts.append(String(decoding: buffer[..<count], as: UTF8.self))
    }
  }

  @Test func linesThatWaitShareAWrite() throws {
    let (read, write) = try channel()
    defer { for end in [read, write] { close(end) } }
    let batch = batch(write)
    for text in ["a", "b", "c"] { add(text, to: batch) }
    #expect(diary.entries == ["scheduled"])
    #expect(writes(read).isEmpty)
    batch.flush()
    #expect(writes(read) == ["a\nb\nc\n"])
    add("d", to: batch)
    #expect(diary.entries == ["scheduled", "scheduled"])
  }

  @Test func noWriteTearsALine() throws {
    let (read, write) = try channel()
    defer { for end in [read, write] { close(end) } }
    let batch = batch(write)
    let lines = (0..<230).map { "\($0) " + String(repeating: "x", count: $0) }
    for line in lines { add(line, to: batch) }
    batch.flush()
    let writes = writes(read)
    #expect(writes.count > 5)
    #expect(writes.allSatisfy { $0.hasSuffix("\n") && $0.utf8.count <= 4096 })
    #expect(writes.joined() == lines.map { "\($0)\n" }.joined())
  }

  @Test func whatIsTooMuchIsCounted() throws {
    let (read, write) = try channel()
    defer { for end in [read, write] { close(end) } }
    let batch = batch(write, limit: 10)
    for text in ["1234", "5678", "9", "0"] { add(text, to: batch) }
    batch.flush()
    #expect(writes(read) == ["1234\n5678\nlost 2\n"])
    add("next", to: batch)
    batch.flush()
    #expect(writes(read) == ["next\n"])
  }

  @Test func aTerminalSeesEachLineAtOnce() throws {
    let (read, write) = try channel()
    defer { for end in [read, write] { close(end) } }
    let batch = batch(write, isImmediate: true)
    for text in ["a", "b"] { add(text, to: batch) }
    #expect(writes(read) == ["a\n", "b\n"])
    #expect(diary.entries.isEmpty)
  }

  @Test func aReaderThatHasGoneHarmsNobody() throws {
    let (read, write) = try channel()
    close(read)
    signal(SIGPIPE, SIG_IGN)
    let batch = batch(write)
    add("a", to: batch)
    batch.flush()
    add("b", to: batch)
    batch.flush()
    close(write)
    #expect(diary.entries == ["scheduled", "scheduled"])
  }
}
