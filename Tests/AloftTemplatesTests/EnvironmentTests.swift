import AloftTemplates
import Synchronization
import TemporaryFiles
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct EnvironmentTests {
  @Test func filtersTestsFunctionsAndStatementsAreSwiftFunctions() throws {
    let source = """
      {{ 'hi'|shout }}{{ 'hi'|shout(3) }} {{ 4 is square }} {{ add(1, 2) }} {% stamp 'a' %}{% box 'b' %}x{{ 1 }}{% endbox %}
      """
    let text = try render(source) {
      $0.addFilter("shout") { (text: String, marks: Int?) in
        text.uppercased() + String(repeating: "!", count: marks ?? 1)
      }
      $0.addTest("square") { (number: Int) in (0...number).contains { $0 * $0 == number } }
      $0.addFunction("add") { (a: Int, b: Int) in a + b }
      $0.addStatement("stamp") { (text: String) in "[\(text)]" }
      $0.addBlockStatement("box") { (body: String, name: String) in "<\(name)>\(body)</\(name)>" }
    }
    #expect(text == "HI!HI!!! True 3 [a]<b>x1</b>")
  }

  @Test func methodsAreAddedToKindsOfValuesAndToTypes() throws {
    let text = try render(
      "{{ 'abc'.twice() }}{{ [4][0].plus(2) }}{{ (4).plus(2) }}{{ p.greet('Bo') }}", ["p": Person(name: "Ada")]
    ) {
      $0.addMethod("twice", of: .text) { (text: String) in text + text }
      $0.addMethod("plus", of: .number) { (a: Int, b: Int) in a + b }
    }
    #expect(text == "abcabc66Bo, Ada!")
  }

  private struct Person: TemplateRecord {
    var name: String
    static let templateFields = TemplateFields<Person> { person in
      person.method("greet") { (person, greeting: String) in "\(greeting), \(person.name)!" }
    }
  }

  @Test func anArgumentOfAnotherTypeIsToldWithItsPlace() throws {
    let error = try #require(
      failure(of: "a{{ add(1, 'x') }}") { $0.addFunction("add") { (a: Int, b: Int) in a + b } })
    #expect(error.kind == .type)
    #expect(error.message == "'str' is given where Int is due")
    #expect(error.place?.column == 5)
  }

  @Test func foldersAreSearchedInTheirOrder() throws {
    let own = TemporaryFolder()
    let other = TemporaryFolder()
    own.makeFolder("blog")
    other.makeFolder("blog")
    own.write("blog/index.html", "own")
    other.write("blog/index.html", "other")
    other.write("blog/more.html", "more")
    let loader = FolderTemplates(own.path, other.path)
    #expect(try loader.source(of: "blog/index.html") == "own")
    #expect(try loader.source(of: "blog/more.html") == "more")
    #expect(try loader.names == ["blog/index.html", "blog/more.html"])
  }

  @Test(arguments: ["../secret", "/etc/passwd", "a/../../secret", ".env", "a//b", "", "a\0b", "blog", ".\u{301}env"])
  func noNameLeadsOutOfAFolder(_ name: String) throws {
    let folder = TemporaryFolder()
    folder.makeFolder("blog")
    folder.write("blog/index.html", "x")
    folder.write(".env", "x")
    #expect(try FolderTemplates(folder.path).source(of: name) == nil)
  }

  @Test func linksAreFollowedWithinTheirFolderOnly() throws {
    let folder = TemporaryFolder()
    let other = TemporaryFolder()
    folder.makeFolder("blog")
    folder.write("blog/index.html", "own")
    other.write("secret.html", "secret")
    symlink("blog/index.html", "\(folder.path)/start.html")
    symlink("\(other.path)/secret.html", "\(folder.path)/out.html")
    symlink(other.path, "\(folder.path)/outside")
    symlink("..", "\(folder.path)/blog/up")
    symlink("round.html", "\(folder.path)/round.html")
    let loader = FolderTemplates(folder.path)
    #expect(try loader.source(of: "start.html") == "own")
    #expect(try loader.source(of: "blog/up/blog/index.html") == "own")
    #expect(try loader.source(of: "round.html") == nil)
    #expect(throws: (any Error).self) { try loader.source(of: "out.html") }
    #expect(throws: (any Error).self) { try loader.source(of: "outside/secret.html") }
    #expect(try loader.names == ["blog/index.html", "start.html"])
  }

  @Test func whatIsNoFileIsNoTemplate() throws {
    let folder = TemporaryFolder()
    mkfifo("\(folder.path)/pipe.html", 0o600)
    let loader = FolderTemplates(folder.path)
    #expect(try loader.source(of: "pipe.html") == nil)
    #expect(try loader.names == [])
  }

  @Test func aNameThatIsTooLongForAFileIsThatOfNoTemplate() throws {
    let folder = TemporaryFolder()
    folder.write("a.html", "{% include '\(String(repeating: "a", count: 300))' ignore missing %}x")
    let environment = TemplateEnvironment(TemplateConfiguration(FolderTemplates(folder.path)))
    #expect(try environment.template("a.html").text() == "x")
  }

  @Test func anErrorOfAFileShowsItsNameAlone() throws {
    let folder = TemporaryFolder()
    folder.write("a.html", Array(repeating: UInt8(ascii: "a"), count: 17 * 1024 * 1024))
    let environment = TemplateEnvironment(TemplateConfiguration(FolderTemplates(folder.path)))
    let error = #expect(throws: TemplateError.self) { try environment.template("a.html") }
    #expect(error?.message == "the template 'a.html' can't be read: it is larger than 16 MB")
  }

  @Test func aFileThatIsNotInUTF8IsAnError() throws {
    let folder = TemporaryFolder()
    folder.write("a.html", Array("one\ntwo ".utf8) + [0xFF, 0xFE])
    let environment = TemplateEnvironment(TemplateConfiguration(FolderTemplates(folder.path)))
    let error = #expect(throws: TemplateError.self) { try environment.template("a.html") }
    #expect(error?.kind == .syntax)
    #expect(error?.place?.line == 2)
    #expect(error?.place?.column == 5)
  }

  @Test func aChangedFileShowsIfAskedFor() throws {
    let folder = TemporaryFolder()
    folder.write("a.html", "one")
    var configuration = TemplateConfiguration(FolderTemplates(folder.path))
    let still = TemplateEnvironment(configuration)
    configuration.reloads = true
    let fresh = TemplateEnvironment(configuration)
    #expect(try still.template("a.html").text() == "one" && fresh.template("a.html").text() == "one")
    folder.write("a.html", "two")
    #expect(try still.template("a.html").text() == "one")
    #expect(try fresh.template("a.html").text() == "two")
  }

  /// Gives another text each time.
  private final class Changing: TemplateLoader {
    private let count = Atomic<Int>(0)
    let names = ["part"]

    func source(of name: String) -> String? {
      let number = count.wrappingAdd(1, ordering: .relaxed).newValue
      return (0..<number % 7).map { "{{ row.a }}{{ row.b }}\($0) " }.joined()
    }
  }

  private struct Row: TemplateRecord {
    var number: Int
    static let templateFields = TemplateFields<Row> { row in
      row.field("a") { $0.number }
      row.field("b") { -$0.number }
    }
  }

  @Test func aTemplateThatChangesWhileItIsIncludedIsRenderedAsItIsThen() throws {
    var configuration = TemplateConfiguration(Changing())
    configuration.reloads = true
    let template = try TemplateEnvironment(configuration).template(
      source: "{% for i in range(700) %}{% include 'part' %}{% endfor %}")
    let text = try template.text(["row": Row(number: 1)])
    #expect(text.utf8.count == 100 * (1...6).reduce(0) { $0 + $1 * 5 })
  }

  private struct Anew: TemplateRecord {
    var number: Int
    // Made for each value, so that its memory comes again.
    static var templateFields: TemplateFields<Anew> {
      TemplateFields<Anew> { anew in for index in 0..<8 { anew.field("f\(index)") { $0.number + index } } }
    }
  }

  private struct Other: TemplateRecord {
    var number: Int
    static var templateFields: TemplateFields<Other> { TemplateFields<Other> { $0.field("f7") { $0.number } } }
  }

  @Test func fieldsThatAreDescribedAnewForEachValueAreFound() throws {
    let text = try render("{% for i in range(200) %}{{ (anew() if i % 2 else other()).f7 }}{% endfor %}") {
      $0.addFunction("anew") { () in Anew(number: 0) }
      $0.addFunction("other") { () in Other(number: 0) }
    }
    #expect(text == String(repeating: "07", count: 100))
  }

  @Test func loadersAreChosenByPrefixAndOrder() throws {
    let loader = TemplateSearch([
      DictionaryTemplates(["a": "1"]), PrefixedTemplates("blog", DictionaryTemplates(["a": "2", "b": "3"])),
    ])
    #expect(try loader.source(of: "a") == "1")
    #expect(try loader.source(of: "blog/a") == "2")
    #expect(try loader.source(of: "b") == nil)
    #expect(try loader.names == ["a", "blog/a", "blog/b"])
  }

  @Test func namesDecideWhatIsEscaped() throws {
    let environment = TemplateEnvironment(
      TemplateConfiguration(DictionaryTemplates(["a.html": "{{ '<' }}", "a.txt": "{{ '<' }}", "a": "{{ '<' }}"])))
    #expect(try environment.template("a.html").text() == "&lt;")
    #expect(try environment.template("a.txt").text() == "<")
    #expect(try environment.template("a").text() == "&lt;")
  }

  @Test func aStreamedRenderingWaitsForItsReader() async throws {
    let template = try TemplateEnvironment().template(source: "{% for i in range(1000) %}0123456789{% endfor %}")
    let pieces = Reports()
    try await template.render(pieces: 1000) { piece in
      await Task.yield()
      pieces.add(String(decoding: piece, as: UTF8.self))
    }
    #expect(pieces.all.count == 10)
    #expect(pieces.all.joined() == String(repeating: "0123456789", count: 1000))
  }

  @Test func aStreamedRenderingGoesOnOnAnotherThread() async throws {
    let template = try TemplateEnvironment().template(
      source: "{% macro m(x) %}{{ x }}{% endmacro %}{% for i in range(300) %}{{ m(i) }} {% endfor %}")
    let pieces = Reports()
    try await template.render(pieces: 10) { piece in
      await Task.detached { await Task.yield() }.value
      pieces.add(String(decoding: piece, as: UTF8.self))
    }
    #expect(pieces.all.joined() == (0..<300).map { "\($0) " }.joined())
  }

  @Test func testsCanLookAtWhatWasRenderedWithWhat() throws {
    let reports = Reports()
    var configuration = TemplateConfiguration(DictionaryTemplates(["a.html": "x"]))
    configuration.observer = { name, context in reports.add("\(name) \(context.names)") }
    _ = try TemplateEnvironment(configuration).template("a.html").text(["b": 1, "c": 2])
    #expect(reports.all == [#"a.html ["b", "c"]"#])
  }

  @Test func textsAreTranslated() throws {
    let source = """
      {% trans %}Hello{% endtrans %} {% trans n=users|length %}{{ n }} user{% pluralize %}{{ n }} users{% endtrans %} \
      {{ _('Hello') }} {% trans name='<' %}Bye {{ name }}{% endtrans %}
      """
    let text = try render(source, ["users": [1, 2]], escapes: true) { $0.translations = German() }
    #expect(text == "Hallo 2 Benutzer Hallo Bye &lt;")
  }

  private struct German: TemplateTranslations {
    func translation(of text: String, context: String?) -> String? { text == "Hello" ? "Hallo" : nil }
    func translation(of singular: String, plural: String, count: Int, context: String?) -> String? {
      plural == "%(n)s users" ? "%(n)s Benutzer" : nil
    }
  }
}
