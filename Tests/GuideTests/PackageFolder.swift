import Foundation

/// The package whose guide is under test.
enum PackageFolder {
  static let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(of path: String) throws -> String {
    try String(contentsOf: url.appending(path: path), encoding: .utf8)
  }

  /// The README and the pages of the guide, relative to the package.
  static let pages: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: url.appending(path: "docs/guide").path)
    return ["README.md"] + (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "docs/guide/\($0)" }
  }()
}
