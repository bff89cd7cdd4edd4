import Foundation
import Testing

@Suite struct GuideLinkTests {
  struct Link: Sendable, CustomTestStringConvertible {
    let page: String
    let target: String

    var testDescription: String { "\(page) to \(target)" }
  }

  static let links = PackageFolder.pages.flatMap { page in
    ((try? PackageFolder.text(of: page)) ?? "").matches(of: /\]\(([^)]+)\)/).map {
      Link(page: page, target: String($0.output.1))
    }
  }.filter { !$0.target.contains("://") }

  @Test(arguments: links) func aLinkLeadsToAFileAndAHeadingThatExist(link: Link) throws {
    let parts = link.target.split(separator: "#", omittingEmptySubsequences: false)
    let here = PackageFolder.url.appending(path: link.page)
    let file = parts[0].isEmpty ? here : here.deletingLastPathComponent().appending(path: String(parts[0]))
    try #require(FileManager.default.fileExists(atPath: file.path))
    guard parts.count == 2 else { return }
    let headings = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(headings.map(anchor).contains(String(parts[1])))
  }

  /// The anchor that a heading gets where the pages are read.
  private func anchor(_ heading: Substring) -> String {
    String(
      heading.drop { $0 == "#" || $0 == " " }.lowercased().compactMap { character in
        character == " " ? "-" : character.isLetter || character.isNumber || character == "-" ? character : nil
      })
  }
}
