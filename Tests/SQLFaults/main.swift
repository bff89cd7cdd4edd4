internal import Foundation

// Breaks what databases stand on, and looks whether anything is lost, half-done or given to the wrong caller.

do {
  let arguments = Array(CommandLine.arguments.dropFirst())
  if let order = ChildOrder(arguments) {
    try await order.run()
    exit(0)
  }
  if arguments.contains("-h") || arguments.contains("--help") {
    say(FaultOptions.usage)
    exit(0)
  }
  let options = try FaultOptions(arguments)
  say("seed \(options.seed)")
  var failed: [String] = []
  for part in options.parts {
    do {
      switch part {
      case .kill: try await KillPart(options).run()
      case .server: try await ServerPart(options).run()
      case .disk: try await DiskPart(options).run()
      case .locked: try await LockedPart().run()
      case .storm: try await StormPart(options).run()
      }
    } catch {
      failed.append(part.rawValue)
      say("\(part.rawValue): WRONG: \(error)")
    }
  }
  guard failed.isEmpty else {
    throw Fault("wrong: \(failed.joined(separator: ", ")); run it again with --seed \(options.seed)")
  }
} catch {
  say("error: \(error)", to: 2)
  exit(1)
}
