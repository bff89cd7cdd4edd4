import AloftTemplates
import Foundation
import Testing

/// A template in a page of the guide, with what it gives.
///
/// Comments right above it say what it is called, `template`, and what it is given, `context`; a block of HTML behind it
/// is what it writes.
struct TemplateSample: Sendable, CustomTestStringConvertible {
  let line: Int
  var name: String
  let source: String
  var context: [String: Value] = [:]
  var output: String?

  var testDescription: String { "templates.md:\(line)" }

  /// A value of a context.
  enum Value: TemplateValue, Decodable {
    case text(String)
    case number(Int)
    case list([Value])
    case object([String: Value])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else {
        self = .object(try container.decode([String: Value].self))
      }
    }

    var templateData: TemplateData {
      switch self {
      case .text(let text): text.templateData
      case .number(let number): number.templateData
      case .list(let list): list.templateData
      case .object(let object): object.templateData
      }
    }

    func encode(to encoder: any Encoder) throws {}
  }

  /// All templates of the page.
  static func all() throws -> [TemplateSample] {
    let text = try PackageFolder.text(of: "docs/guide/templates.md")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var samples: [TemplateSample] = []
    var comments: [String] = []
    var index = 0
    while index < lines.count {
      if lines[index].hasPrefix("<!--") { comments.append(lines[index]) }
      guard lines[index].hasPrefix("```") else {
        index += 1
        continue
      }
      let end = lines[(index + 1)...].firstIndex { $0.hasPrefix("```") } ?? lines.count
      let code = lines[(index + 1)..<end].joined(separator: "\n")
      if lines[index] == "```jinja" {
        samples.append(try TemplateSample(line: index + 2, source: code, comments))
        comments = []
      } else if lines[index] == "```html", !samples.isEmpty {
        samples[samples.count - 1].output = code
      }
      index = end + 1
    }
    return samples
  }

  private init(line: Int, source: String, _ comments: [String]) throws {
    self.line = line
    self.source = source
    name = "sample-\(line).html"
    for comment in comments {
      let text = comment.dropFirst("<!-- ".count).dropLast(" -->".count)
      if text.hasPrefix("template: ") { name = String(text.dropFirst("template: ".count)) }
      if text.hasPrefix("context: ") {
        context = try JSONDecoder().decode([String: Value].self, from: Data(text.dropFirst("context: ".count).utf8))
      }
    }
  }
}

@Suite struct TemplateSampleTests {
  @Test(arguments: try TemplateSample.all().filter { $0.output != nil })
  func aTemplateOfTheGuideWritesWhatTheGuideShows(sample: TemplateSample) throws {
    let sources = Dictionary(uniqueKeysWithValues: try TemplateSample.all().map { ($0.name, $0.source) })
    var context = TemplateContext()
    for (name, value) in sample.context { context[name] = value }
    let template = try TemplateEnvironment(TemplateConfiguration(DictionaryTemplates(sources))).template(sample.name)
    #expect(try template.text(context) == sample.output)
  }

  @Test func theGuideHasTemplates() throws {
    #expect(try TemplateSample.all().filter { $0.output != nil }.count >= 5)
  }
}
