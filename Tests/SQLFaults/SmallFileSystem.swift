internal import Foundation

/// A file system of a few MB in memory, part of whose room is taken; it goes with the program, however that ends.
final class SmallFileSystem {
  let path: String
  private let process = Process()
  private let lifeline = Pipe()

  /// - Returns: `nil` where this user may not mount.
  init?(megabytes: Int, ballast: Int) throws {
    path = "/tmp/aloft-small-\(UUID().uuidString.prefix(8))"
    guard geteuid() == 0 else { return nil }
    let script = """
      mkdir -p "\(path)" && mount -t tmpfs -o size=\(megabytes)m,mode=755 aloft "\(path)" || exit 1
      echo mounted
      cat >/dev/null
      umount -l "\(path)"
      rmdir "\(path)"
      """
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.standardInput = lifeline
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    guard !output.fileHandleForReading.availableData.isEmpty else { return nil }
    try Data(count: ballast << 20).write(to: URL(fileURLWithPath: ballastFile))
  }

  private var ballastFile: String { "\(path)/ballast" }

  /// Makes room.
  func removeBallast() throws { try FileManager.default.removeItem(atPath: ballastFile) }

  func remove() {
    try? lifeline.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Makes a folder that PostgreSQL may have.
  func makeServerFolder() throws -> String {
    let folder = "\(path)/server"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    guard let account = getpwnam("postgres"), chown(folder, account.pointee.pw_uid, account.pointee.pw_gid) == 0 else {
      throw Fault("there is no user 'postgres' to give '\(folder)' to")
    }
    return folder
  }
}
