internal import CSQLite

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A statement that SQLite has compiled, with the memory its values lie in.
final class PreparedStatement {
  let handle: OpaquePointer
  let text: String
  /// How many values it takes; -1 where the text has placeholders that are none of values.
  let valueCount: Int
  let isReadOnly: Bool
  let traits: StatementTraits
  /// Whether it took longer than the calling thread may be kept when it ran last.
  var isLong = false
  /// Whether somebody runs it, or is in the midst of its rows.
  var isInUse = false
  /// When it was used, by the cache's count.
  var lastUse = 0
  private let textBytes: [UInt8]
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var isFinalized = false

  init(_ handle: OpaquePointer, text: String, traits: StatementTraits) {
    self.handle = handle
    self.text = text
    textBytes = Array(text.utf8)
    self.traits = traits
    let placeholders = Placeholders(of: text)
    let isPlain = placeholders.foreign == nil && placeholders.count == Int(sqlite3_bind_parameter_count(handle))
    valueCount = isPlain ? placeholders.count : -1
    isReadOnly = sqlite3_stmt_readonly(handle) != 0
  }

  deinit {
    finalize()
    memory.deallocate()
  }

  /// Whether this is its text.
  func hasText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    textBytes.withUnsafeBytes { own in
      guard own.count == bytes.count, let start = own.baseAddress, let other = bytes.baseAddress else { return false }
      return memcmp(start, other, own.count) == 0
    }
  }

  /// Gives SQLite's part back. Where threads share a connection this is done while one has it, and not by whoever happens
  /// to hold the statement last.
  func finalize() {
    guard !isFinalized else { return }
    isFinalized = true
    sqlite3_finalize(handle)
  }

  /// Memory for the texts of the next run; what was in it before is gone.
  func memory(of count: Int) -> UnsafeMutableRawBufferPointer {
    if memory.count < count {
      memory.deallocate()
      memory = .allocate(byteCount: max(256, count * 2), alignment: 1)
    }
    return memory
  }
}
