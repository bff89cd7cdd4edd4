internal import Synchronization

/// What a command has printed, and what the program would have ended with.
package struct CommandResult: Sendable {
  package let status: Int
  package let output: String
  package let errors: String
}

extension Application {
  /// Runs a command without printing and without ending the process, for tests.
  ///
  /// - Parameter arguments: Those behind the program's name.
  package func runCommand(_ arguments: [String]) async -> CommandResult {
    let lines = CommandLines()
    let output = CommandOutput(print: { lines.print($0) }, complain: { lines.complain($0) })
    let status = await CommandLineRun(
      app: self, output: output, program: "app", configuration: nil, takesSignals: false
    )
    .run(arguments)
    return lines.result(Int(status))
  }
}

/// Lines that are printed while a command runs.
private final class CommandLines: Sendable {
  private let printed = Mutex<[String]>([])
  private let complained = Mutex<[String]>([])

  func print(_ line: String) { printed.withLock { $0.append(line) } }

  func complain(_ line: String) { complained.withLock { $0.append(line) } }

  func result(_ status: Int) -> CommandResult {
    CommandResult(
      status: status, output: printed.withLock { $0.joined(separator: "\n") },
      errors: complained.withLock { $0.joined(separator: "\n") })
  }
}
