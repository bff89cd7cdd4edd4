internal import AloftHTTP
internal import AloftServer
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Lines on their way to a descriptor, several in one write.
///
/// A write costs as much as a tenth of a request, and waits where its reader does not read. So lines are collected, and
/// written by a thread that may wait.
final class LineBatch: Sendable {
  private struct State {
    var lines: [UInt8] = []
    var lost = 0
    /// Whether somebody will write what is there.
    var isExpected = false
  }

  /// The most bytes in one write: that many are never torn, whoever else writes into the same pipe.
  private static let piece = 4096
  private static let pause = Duration.milliseconds(20)

  /// The lines of text, or of JSON, for standard output.
  static let text = standardOutput { "\($0) lines were lost: nobody read them\n" }
  static let json = standardOutput { "{\"lost\":\($0)}\n" }

  private let descriptor: Int32
  private let limit: Int
  private let isImmediate: Bool
  private let note: @Sendable (Int) -> String
  private let schedule: @Sendable (LineBatch) -> Void
  private let state = Mutex(State())
  /// Held by whoever writes.
  private let writing = Mutex(())

  /// Creates a batch.
  ///
  /// - Parameters:
  ///   - descriptor: Where lines are written.
  ///   - limit: The most bytes that wait.
  ///   - isImmediate: Whether each line is written at once.
  ///   - note: The line that says how many were lost.
  ///   - schedule: Has ``flush()`` called soon.
  init(
    descriptor: Int32, limit: Int = 4 * 1024 * 1024, isImmediate: Bool = false,
    note: @escaping @Sendable (Int) -> String, schedule: @escaping @Sendable (LineBatch) -> Void = LineBatch.flushSoon
  ) {
    self.descriptor = descriptor
    self.limit = limit
    self.isImmediate = isImmediate
    self.note = note
    self.schedule = schedule
  }

  private static func standardOutput(_ note: @escaping @Sendable (Int) -> String) -> LineBatch {
    #if canImport(Darwin)
      // Elsewhere the server has the signal ignored.
      _ = fcntl(STDOUT_FILENO, F_SETNOSIGPIPE, 1)
    #endif
    let batch = LineBatch(descriptor: STDOUT_FILENO, isImmediate: isatty(STDOUT_FILENO) == 1, note: note)
    if isHooked { last.withLock { $0.append(batch) } }
    return batch
  }

  @Sendable private static func flushSoon(_ batch: LineBatch) {
    Task.detached {
      try? await Task.sleep(for: pause)
      try? await blocking { batch.flush() }
    }
  }

  /// Adds a line, with its end.
  func add(_ line: borrowing OutputBytes) {
    let isFirst = state.withLock { state in
      guard state.lines.count + line.count <= limit else {
        state.lost += 1
        return false
      }
      line.withUnsafeBytes { state.lines.append(contentsOf: $0) }
      defer { state.isExpected = true }
      return !state.isExpected
    }
    guard isFirst else { return }
    if isImmediate { flush() } else { schedule(self) }
  }

  /// Writes what is there, and waits for the reader.
  func flush() {
    writing.withLock { _ in
      while let lines = take() { write(lines, patience: -1) }
    }
  }

  /// What waits; `nil` if that is nothing, and nobody is expected to write it any more.
  private func take() -> [UInt8]? {
    let (lines, lost) = state.withLock { state in
      defer {
        state.isExpected = !state.lines.isEmpty || state.lost > 0
        state.lines = []
        state.lost = 0
      }
      return (state.lines, state.lost)
    }
    if lost > 0 { return lines + note(lost).utf8 }
    return lines.isEmpty ? nil : lines
  }

  /// Writes lines, as many at once as can't be torn.
  ///
  /// - Parameter patience: The milliseconds to wait for the reader before each write; -1 for as long as it takes.
  private func write(_ lines: [UInt8], patience: Int32) {
    var start = 0
    lines.withUnsafeBytes { bytes in
      while start < bytes.count {
        let end = Self.end(of: bytes, from: start)
        guard write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), patience) else { return }
        start = end
      }
    }
  }

  private func write(_ piece: UnsafeRawBufferPointer, _ patience: Int32) -> Bool {
    var rest = piece[...]
    while !rest.isEmpty {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      let ready = poll(&waiting, 1, patience)
      if ready == 0 || ready < 0 && errno != EINTR { return false }
      let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
      if count < 0 {
        guard errno == EINTR || errno == EAGAIN else { return false }
        continue
      }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Where the last whole line ends that still fits into one write.
  private static func end(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    guard bytes.count - start > piece else { return bytes.count }
    var end = start + piece
    while end > start, bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    return end > start ? end : start + piece
  }

  // MARK: - At the end of the process

  /// The batches that are written then.
  private static let last = Mutex<[LineBatch]>([])
  private static let isHooked: Bool = atexit { LineBatch.writeLast() } == 0

  /// Writes what waits, without waiting long: a reader that stands still must not keep the process.
  private static func writeLast() {
    for batch in last.withLock({ $0 }) {
      for _ in 0..<50 {
        let isDone: Void? = batch.writing.withLockIfAvailable { _ in
          while let lines = batch.take() { batch.write(lines, patience: 200) }
        }
        if isDone != nil { break }
        usleep(10_000)
      }
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
