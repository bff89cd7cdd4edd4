import AloftTemplates
import Testing

struct TranslationTests {
  private static let polish = #"""
    # A comment
    msgid ""
    msgstr ""
    "Content-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

    #: page.html:1
    msgid "Hello, \"%(name)s\""
    msgstr "Cześć, "
    "%(name)s"

    msgctxt "month"
    msgid "May"
    msgstr "maj"

    msgid "%(num)s file"
    msgid_plural "%(num)s files"
    msgstr[0] "%(num)s plik"
    msgstr[1] "%(num)s pliki"
    msgstr[2] "%(num)s plików"

    #, fuzzy
    msgid "uncertain"
    msgstr "nie"

    msgid "empty"
    msgstr ""
    """#

  @Test(arguments: ["missing", "none", "'1'", "2"])
  func whatIsNotOneHasThePlural(_ count: String) throws {
    #expect(try render("{% trans n=\(count) %}a{% pluralize %}b{% endtrans %}") == "b")
  }

  @Test(arguments: [(1, "1 plik"), (3, "3 pliki"), (5, "5 plików"), (12, "12 plików"), (22, "22 pliki")])
  func aLanguageHasAsManyFormsAsItNeeds(_ count: Int, _ text: String) throws {
    let catalog = try GettextCatalog(po: Self.polish)
    let source = "{% trans num=count %}{{ num }} file{% pluralize %}{{ num }} files{% endtrans %}"
    #expect(try render(source, ["count": count]) { $0.translations = catalog } == text)
  }

  @Test func textsAreFoundByContextAndStayWhereTheyAreUncertainOrEmpty() throws {
    let catalog = try GettextCatalog(po: Self.polish)
    let source = """
      {% trans 'month' %}May{% endtrans %} {% trans %}May{% endtrans %} {{ _('uncertain') }} {{ _('empty') }} \
      {% trans name='<' %}Hello, "{{ name }}"{% endtrans %}
      """
    #expect(try render(source, escapes: true) { $0.translations = catalog } == "maj May uncertain empty Cześć, &lt;")
  }

  @Test func aCatalogForMachinesIsReadInBothOrdersOfBytes() throws {
    for isBig in [false, true] {
      let bytes = Self.machineCatalog(
        [("", "Plural-Forms: nplurals=2; plural=n>1;\n"), ("a\u{4}x\0xs", "y\0ys")], isBig)
      let catalog = try GettextCatalog(mo: bytes)
      #expect(catalog.translation(of: "x", plural: "xs", count: 2, context: "a") == "ys")
      #expect(catalog.translation(of: "x", plural: "xs", count: 0, context: "a") == "y")
      #expect(catalog.translation(of: "x", context: nil) == nil)
    }
  }

  private static func machineCatalog(_ texts: [(String, String)], _ isBig: Bool) -> [UInt8] {
    func word(_ number: Int) -> [UInt8] {
      let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
      return isBig ? bytes : bytes.reversed()
    }
    let tables = 28
    var data: [UInt8] = []
    var originals: [UInt8] = []
    var translations: [UInt8] = []
    let start = tables + texts.count * 16
    for (original, _) in texts {
      originals += word(original.utf8.count) + word(start + data.count)
      data += Array(original.utf8) + [0]
    }
    for (_, translation) in texts {
      translations += word(translation.utf8.count) + word(start + data.count)
      data += Array(translation.utf8) + [0]
    }
    let head =
      word(0x9504_12DE) + word(0) + word(texts.count) + word(tables) + word(tables + texts.count * 8) + word(0)
      + word(0)
    return head + originals + translations + data
  }

  @Test(arguments: [
    "msgid", "msgid x", "\"x\"", "msgfoo \"x\"", "msgid \"x\"\nmsgstr[9999] \"\"",
    "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n %;\\n\"",
    "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=((((n;\\n\"",
  ])
  func aCatalogThatHasNoSenseIsAnError(_ text: String) {
    #expect(throws: GettextCatalog.Problem.self) { try GettextCatalog(po: text) }
  }

  @Test func aDamagedCatalogForMachinesIsAnErrorWhereverItIsCut() throws {
    let bytes = Self.machineCatalog([("", "x"), ("a", "b")], false)
    for end in 0..<bytes.count - 4 {
      #expect(throws: GettextCatalog.Problem.self) { try GettextCatalog(mo: Array(bytes[..<end])) }
    }
    for place in 4..<bytes.count {
      var damaged = bytes
      damaged[place] = 0xFF
      _ = try? GettextCatalog(mo: damaged)
    }
  }

  @Test(arguments: ["n/0", "n%0", "9223372036854775807*n", "n-9223372036854775807-9223372036854775807"])
  func aRuleThatOverflowsChoosesTheFirstForm(_ rule: String) throws {
    let text = "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=\(rule);\\n\"\nmsgid \"a\"\nmsgstr[0] \"b\"\n"
    let catalog = try GettextCatalog(po: text)
    #expect(catalog.translation(of: "a", plural: "as", count: 7, context: nil) != nil)
  }
}
