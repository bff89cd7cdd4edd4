import Aloft

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files that the tour hands out, written when it starts.
enum SampleFiles {
  /// Writes them into a folder of their own.
  ///
  /// - Returns: The folder's path.
  static func write() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "aloft-tour-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let rows = (1...60_000).map { "\($0),\($0 * $0)" }.joined(separator: "\n")
    for (name, text) in ["notes.txt": notes, "sun.svg": sun, "squares.csv": "n,square\n\(rows)\n"] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    return folder.path
  }

  private static let notes = """
    This file was written into a temporary folder when the tour started.
    It is read by a thread that may wait for the disk, while the server goes on.

    """

  private static let sun = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90">
    <rect width="160" height="90" fill="#bfe3f5"/><circle cx="80" cy="88" r="38" fill="#f6b93b"/>
    <path d="M0 80q40-22 80 0t80 0v10H0z" fill="#2a6f97"/></svg>
    """
}
