import Foundation

/// The tour's source: what it does, and what it says of itself.
enum TourSource {
  static let files: [String] = {
    let folder = PackageFolder.url.appending(path: "Examples/Tour").path
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Pages/") }.sorted().map { "Examples/Tour/\($0)" }
  }()

  /// Every file without the code it shows.
  static var program: String {
    get throws { try files.map { try PackageFolder.text(of: $0).replacing(literal, with: "") }.joined(separator: "\n") }
  }

  /// The code that a file shows, as a reader sees it.
  static func shown(in source: String) -> [String] {
    source.matches(of: literal).map { match in
      let lines = match.output.1.split(separator: "\n", omittingEmptySubsequences: false)
      let margin = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
      return lines.map { String($0.dropFirst(margin)) }.joined(separator: "\n")
        .replacing("\"\"\\\"", with: "\"\"\"").replacing("\\\\", with: "\\")
    }
  }

  /// Lines without their margins; where code is shown its indentation may differ.
  static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n").map { line in line.drop { $0 == " " } }.filter { !$0.isEmpty }
  }

  private static var literal: Regex<(Substring, Substring)> {
    /(?s)(?:code:|program =) """\n(.*?)\n *"""/
  }
}
