internal import Foundation

/// A folder that goes when it is told to.
struct TemporaryFolder {
  let path = "/tmp/aloft-faults-\(UUID().uuidString.prefix(8))"

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
