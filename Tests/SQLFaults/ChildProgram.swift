internal import Foundation

/// This program once more, with something to do.
// Unchecked because the compiler can't see that one task at a time has it.
final class ChildProgram: @unchecked Sendable {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  init(_ order: ChildOrder) throws {
    guard let program = Bundle.main.executablePath else { throw Fault("the program does not know where it is") }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = order.arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// The next line it says; `nil` after the last.
  func nextLine() -> String? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread = Data(unread[unread.index(after: end)...]) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      unread.append(more)
    }
  }

  func kill() { _ = Foundation.kill(process.processIdentifier, SIGKILL) }

  func endInput() { try? input.fileHandleForWriting.close() }

  /// Waits for its end.
  ///
  /// - Returns: Whether it was killed by the signal.
  func wait() -> Bool {
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
  }
}
