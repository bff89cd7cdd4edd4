import AloftHTTP
import Testing

@Suite struct SafeFileNameTests {
  @Test(arguments: [
    ("My cool movie.mov", "My_cool_movie.mov"), ("../../../etc/passwd", "etc_passwd"),
    ("i contain cool ümläuts.txt", "i_contain_cool_umlauts.txt"),
    ("i contain cool u\u{308}mla\u{308}uts.txt", "i_contain_cool_umlauts.txt"), ("__filename__", "filename"),
    ("foo$&^*)bar", "foobar"),
    ("C:\\Users\\me\\photo.jpg", "C_Users_me_photo.jpg"), (".htaccess", "htaccess"), ("...", ""), ("", ""),
    ("a\0b", "ab"), ("a\r\nb", "a_b"),
    ("-rf", "-rf"), ("a\u{202E}gpj.exe", "agpj.exe"), ("文件", ""), ("Łódź Ñandú Việt.txt", "Lodz_Nandu_Viet.txt"),
    ("a／b", "ab"),
    ("a/\u{301}b", "a_b"), ("x.tar.gz", "x.tar.gz"), ("trailing. ", "trailing"), ("\u{A0}a\u{2003}b", "a_b"),
  ])
  func namesBecomeLettersDigitsAndAFewMarks(_ name: String, _ safe: String) {
    #expect(SafeFileName.of(name) == safe)
  }

  @Test(arguments: [
    ("CON", "_CON"), ("con.txt", "_con.txt"), ("Aux", "_Aux"), ("nul.tar.gz", "_nul.tar.gz"), ("COM1", "_COM1"),
    ("lpt9.log", "_lpt9.log"), ("PRN.", "_PRN"), ("./con", "_con"), ("con .txt", "con_.txt"), ("console", "console"),
  ])
  func devicesOfWindowsAreNoFiles(_ name: String, _ safe: String) {
    #expect(SafeFileName.of(name) == safe)
  }

  @Test func aLongNameKeepsItsEnding() {
    let long = SafeFileName.of(String(repeating: "a", count: 1000) + ".jpeg")
    #expect(long.utf8.count == 100)
    #expect(long.hasSuffix("a.jpeg"))
    #expect(SafeFileName.of("abc." + String(repeating: "x", count: 1000)).utf8.count == 100)
    #expect(SafeFileName.of("abcdef.txt", length: 6) == "abcdef")
    for length in [-1, 0, 1] { #expect(SafeFileName.of("abc", length: length) == "a") }
    #expect(SafeFileName.of("con." + String(repeating: "x", count: 1000)).utf8.count <= 100)
  }

  @Test func whateverIsSentNothingOfItHasAMeaning() {
    var generator = SeededGenerator(seed: 13)
    let alphabet = Array("./\\ _-aB9:*\0\n~".unicodeScalars) + ["\u{301}", "ü", "\u{202E}", "ſ", "K", "／"]
    for _ in 0..<5000 {
      let scalars = (0..<12).map { _ in alphabet.randomElement(using: &generator) ?? "a" }
      let safe = SafeFileName.of(String(String.UnicodeScalarView(scalars)))
      #expect(safe.utf8.allSatisfy { $0.isDigit || $0.lowercased &- 0x61 < 26 || "._-".utf8.contains($0) })
      #expect(!safe.hasPrefix(".") && !safe.hasSuffix("."))
      #expect(SafeFileName.of(safe) == safe)
    }
  }

  // MARK: - Paths

  @Test(arguments: [
    ("b/c", "a/b/c"), ("b", "a/b"), ("./b", "a/b"), ("b//c", "a/b/c"), ("b/", "a/b"), ("b/../c", "a/c"), ("", "a"),
    (".", "a/."), ("b/..", "a/."),
    ("b\\c", "a/b\\c"), ("..b", "a/..b"), ("b..", "a/b.."), ("...", "a/..."), ("ä/☃", "a/ä/☃"),
  ])
  func pathsAreJoinedBelowTheFolder(_ path: String, _ joined: String) {
    #expect(SafeFileName.joined(path, to: "a") == joined)
  }

  @Test func theFolderMayBeTheRootOrNone() {
    #expect(SafeFileName.joined("b", to: "/") == "/b")
    #expect(SafeFileName.joined("b", to: "a/") == "a/b")
    #expect(SafeFileName.joined("c:test.txt", to: "") == "./c:test.txt")
  }

  @Test(arguments: [
    "..", "../b", "b/../../c", "b/../..", "/b", "//b", "/", "b\0c", "\0", "./../b", "b/./../../c", "../\u{301}b",
    "../\u{301}",
    "b/../../\u{301}c", "..//b", "\u{600}/../..", "/\u{301}etc", "../\u{200D}x", "..\u{2F}\u{FE0F}x",
  ])
  func nothingLeadsOutOfTheFolder(_ path: String) {
    #expect(SafeFileName.joined(path, to: "a") == nil)
  }

  @Test(arguments: [
    "CON", "CON.txt", "CON  ", "b/CON", "b/con/c", "aux", "COM1:", "CON:x", "nul.\u{301}txt", " CON", "con.a.b", "LPT²",
    "con :x.txt",
    "CONOUT$",
  ])
  func devicesOfWindowsAreNoPaths(_ path: String) {
    #expect(SafeFileName.joined(path, to: "a") == nil)
  }

  @Test(arguments: ["console", "icon", "con-1", "auxiliary.txt", "b.con", "COM", "COM10", "nullable"])
  func namesThatOnlyResembleDevicesAreFine(_ path: String) {
    #expect(SafeFileName.joined(path, to: "a") == "a/\(path)")
  }

  @Test func noPathOfBytesLeavesTheFolder() {
    var generator = SeededGenerator(seed: 17)
    let alphabet = Array("../b".unicodeScalars) + ["\u{301}", "\u{600}", "\u{200D}", "/", "."]
    for _ in 0..<20_000 {
      let scalars = (0..<10).map { _ in alphabet.randomElement(using: &generator) ?? "a" }
      guard let joined = SafeFileName.joined(String(String.UnicodeScalarView(scalars)), to: "a") else { continue }
      var depth = 0
      // As a kernel reads it: bytes between slashes.
      for part in joined.utf8.split(separator: UInt8(ascii: "/")).dropFirst() where !part.elementsEqual(".".utf8) {
        depth += part.elementsEqual("..".utf8) ? -1 : 1
        #expect(depth >= 0)
      }
    }
  }
}
