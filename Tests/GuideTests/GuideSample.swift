import Testing

/// A block of Swift in a page of the guide.
///
/// Comments right above a block, which a reader doesn't see, say what it needs: `prelude` has the lines in front of a
/// fragment, `error` what the compiler says to one that must fail, `isolation` the module's default isolation.
struct GuideSample: Sendable, CustomTestStringConvertible {
  let page: String
  /// Where its first line stands.
  let line: Int
  let code: String
  private(set) var prelude = ""
  private(set) var expectedError: String?
  private(set) var isolation: String?

  var testDescription: String { "\(page):\(line)" }

  var isManifest: Bool { code.hasPrefix("// swift-tools-version") }

  /// All blocks of a page.
  static func all(in page: String) throws -> [GuideSample] {
    let lines = try PackageFolder.text(of: page).split(separator: "\n", omittingEmptySubsequences: false)
    var samples: [GuideSample] = []
    var comments: [String] = []
    var index = 0
    while index < lines.count {
      if lines[index].hasPrefix("<!--") {
        let end = lines[index...].firstIndex { $0.hasSuffix("-->") } ?? lines.count - 1
        comments.append(lines[index...end].joined(separator: "\n"))
        index = end
      } else if lines[index].hasPrefix("```") {
        let end = lines[(index + 1)...].firstIndex { $0.hasPrefix("```") } ?? lines.count
        if lines[index].hasPrefix("```swift") {
          let code = lines[(index + 1)..<end].joined(separator: "\n")
          samples.append(GuideSample(page: page, line: index + 2, code: code, comments: comments))
        }
        comments = []
        index = end
      } else if !lines[index].isEmpty {
        comments = []
      }
      index += 1
    }
    return samples
  }

  private init(page: String, line: Int, code: String, comments: [String]) {
    self.page = page
    self.line = line
    self.code = code
    for comment in comments {
      let text = comment.dropFirst("<!--".count).dropLast("-->".count).drop { $0 == " " }
      guard let end = text.firstIndex(where: { $0 == ":" || $0.isNewline }) else { continue }
      let value = text[text.index(after: end)...]
      switch text[..<end] {
      case "prelude": prelude = String(value)
      case "error": expectedError = value.trimmed
      case "isolation": isolation = value.trimmed
      default: continue
      }
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
