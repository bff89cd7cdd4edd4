internal import Foundation

/// What this program has open and takes, as the system tells it. (Linux; elsewhere there is nothing to compare.)
enum ProcessFigures {
  /// What the open descriptors are: files, sockets, pipes.
  static func openDescriptors() -> [String] {
    let folder = "/proc/self/fd"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // The one that lists them is gone by now, and has no target.
    return names.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
      .filter { !$0.hasPrefix("/proc/") }
  }

  /// Waits until no more descriptors are open than were, since connections are closed behind `close`.
  static func checkDescriptors(against before: [String], _ what: String) async throws {
    var now = openDescriptors()
    for _ in 0..<100 where now.count > before.count {
      try await Task.sleep(for: .milliseconds(50))
      now = openDescriptors()
    }
    guard now.count > before.count else { return }
    let kinds = { (all: [String]) in Dictionary(grouping: all) { $0.prefix { $0 != ":" } }.mapValues(\.count) }
    throw Fault("\(what): \(before.count) descriptors before, \(now.count) after: \(kinds(before)), \(kinds(now))")
  }

  /// The memory that is taken, in MB.
  static func memory() -> Int {
    // By `read`: the system calls the file empty, so that nothing of it is read by those who ask for its size.
    let descriptor = open("/proc/self/statm", O_RDONLY)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &bytes, bytes.count)
    let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
    let pages = words.dropFirst().first.flatMap { Int($0) } ?? 0
    return (pages * sysconf(Int32(_SC_PAGESIZE))) >> 20
  }
}

/// Does what blocks on a thread of its own: the tasks of the drivers need theirs.
func blocking<Output: Sendable>(_ work: @escaping @Sendable () throws -> Output) async throws -> Output {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result { try work() }) }.start()
  }
}
