import AloftCore
import AloftTemplates
import Foundation
import Testing

struct ContextTests {
  private struct Shown: TemplateRecord {
    var title: String
    static let templateFields = TemplateFields<Shown> { shown in
      shown.field("title") { $0.title }
      shown.method("excerpt") { (shown, length: Int?) in "\(shown.title.prefix(length ?? 1))" }
    }
  }

  @Test func theFieldsOfARecordAreWrittenAsJSONWithoutItsMethods() throws {
    #expect(try render("{{ x|tojson }}{{ x.excerpt(2) }}", ["x": Shown(title: "abc")]) == #"{"title": "abc"}ab"#)
  }

  private struct Author: Encodable {
    var name: String
    var items: [String: Int]
    var note: String?
  }

  @Test func anEncodableValueIsSeenAsItEncodesItself() throws {
    let source = "{{ a.name }}{{ a.items.x }}{{ a.note is none }}{{ a.items }}{{ a['name'] }}{{ a.none is defined }}"
    #expect(try render(source, ["a": Author(name: "Ada", items: ["x": 1])]) == "Ada1True{'x': 1}AdaFalse")
  }

  private struct Post: TemplateRecord {
    var title: String
    var author: Author
    var tags: [String]

    static let templateFields = TemplateFields<Post> { post in
      post.field("title") { $0.title.uppercased() }
      post.field("tags") { $0.tags }
      post.encodedField("author") { $0.author }
    }
  }

  @Test func aTypesOwnDescriptionWins() throws {
    let posts = [Post(title: "a", author: Author(name: "Ada", items: [:]), tags: ["x", "y"])]
    let source = "{% for p in posts %}{{ p.title }}{{ p.author.name }}{{ p.tags|join }}{{ p.secret }}{% endfor %}"
    #expect(try render(source, ["posts": posts]) == "AAdaxy")
  }

  @Test func safeTextOfSwiftIsNotEscaped() throws {
    let name = "<Ada>"
    let html: HTML = "<b>\(name)</b>"
    #expect(try render("{{ h }}{{ n }}", ["h": html, "n": name], escapes: true) == "<b>&lt;Ada&gt;</b>&lt;Ada&gt;")
  }

  @Test func aDateIsWrittenAsAsked() throws {
    let date = Date(timeIntervalSince1970: 1_772_409_600)
    let source = "{{ d.strftime('%d.%m.%Y %H:%M') }} {{ d.year }} {{ d }} {{ d|tojson }}"
    #expect(
      try render(source, ["d": date]) == "02.03.2026 00:00 2026 2026-03-02 00:00:00+00:00 \"2026-03-02T00:00:00Z\"")
  }

  @Test func optionalsAndNumbersOfAllSizesAreSeen() throws {
    let none: String? = nil
    let context: TemplateContext = ["a": none, "b": UInt64.max, "c": Int8(-3), "d": Float(0.5), "e": true]
    #expect(try render("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}", context) == "None 1.8446744073709552e+19 -3 0.5 True")
  }

  @Test func aRenderingChangesNothingOfWhatItWasGiven() throws {
    let context: TemplateContext = ["xs": [1, 2]]
    let template = try TemplateEnvironment().template(source: "{% do xs.append(3) %}{{ xs|length }}")
    #expect(try template.text(context) == "3")
    #expect(try template.text(context) == "3")
  }

  @Test func templatesAreRenderedByManyTasksAtOnce() async throws {
    let template = try TemplateEnvironment().template(
      source: "{% macro m(x) %}{{ x }}{% endmacro %}{% for x in xs %}{{ m(x) }}{% endfor %}")
    await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<50 {
        group.addTask { try template.text(["xs": [number, number]]) == "\(number)\(number)" }
      }
      var isRight = true
      while let result = try? await group.next() { isRight = isRight && result }
      #expect(isRight)
    }
  }
}
