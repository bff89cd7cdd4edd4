import Aloft
import AloftHTTP
import TemporaryFiles
import Testing

@Suite struct FileResponseTests {
  private let folder = TemporaryFolder()
  private let outside = TemporaryFolder()

  init() {
    folder.write("a.txt", "hello")
    folder.write("page.html", "<p>")
    folder.write("empty.css", "")
    folder.write("no ending", "?")
    folder.write("\u{435}.TAR", "?")
    folder.makeFolder("sub")
    folder.write("sub/b.txt", "below")
    folder.makePipe("pipe")
    outside.write("secret.txt", "secret")
    folder.link("within", to: "sub/b.txt")
    folder.link("out.txt", to: "\(outside.path)/secret.txt")
    folder.link("outside", to: outside.path)
    folder.link("broken", to: "nothing")
    folder.link("loop", to: "loop")
  }

  private func ask(_ name: String, _ method: AloftHTTP.Method = .get) async throws -> Answered {
    let app = Application()
    let path = folder.path
    app.get("/") { try await Response.file(name, in: path) }
    return try await app.ask(method, "/")
  }

  @Test(arguments: [
    ("a.txt", "hello", "text/plain; charset=utf-8"), ("page.html", "<p>", "text/html; charset=utf-8"),
    ("empty.css", "", "text/css; charset=utf-8"), ("no ending", "?", "application/octet-stream"),
    ("sub/b.txt", "below", "text/plain; charset=utf-8"), ("within", "below", "application/octet-stream"),
    ("\u{435}.TAR", "?", "application/x-tar"),
  ])
  func aFileIsSentWithItsTypeAndDate(name: String, text: String, type: String) async throws {
    let answered = try await ask(name)
    #expect(answered.status == .ok)
    #expect(answered.text == text)
    #expect(answered.header(.contentType) == type)
    #expect(answered.response.body.length == text.utf8.count)
    #expect(answered.header(.lastModified)?.hasSuffix(" GMT") == true)
    #expect(answered.header("X-Content-Type-Options") == "nosniff")
  }

  @Test(arguments: [
    "", ".", "..", "/", "/etc/passwd", "../a.txt", "sub/../a.txt", "sub/../../a.txt", "./a.txt", "sub//b.txt", "a.txt/",
    "a.txt\0.png", "\0", "sub\\b.txt", "..\\a.txt", "sub", "sub/", "pipe", "out.txt", "outside/secret.txt", "broken",
    "loop", "missing.txt", "a.txt/x", "....//a.txt",
  ])
  func whatIsNoFileBelowTheFolderIsNotFound(name: String) async throws {
    #expect(try await ask(name).status == .notFound)
  }

  @Test func anAbsoluteNameOfAFileWithinIsNotFoundEither() async throws {
    #expect(try await ask("\(folder.path)/a.txt").status == .notFound)
  }

  @Test func aFolderWhoseNameBeginsAlikeIsOutside() async throws {
    let inner = TemporaryFolder()
    inner.makeFolder("files")
    inner.makeFolder("files-secret")
    inner.write("files-secret/a.txt", "secret")
    inner.link("files/a.txt", to: "../files-secret/a.txt")
    let path = "\(inner.path)/files"
    await #expect(throws: HTTPError.self) { try await Response.file("a.txt", in: path) }
  }

  @Test func aFolderMayBeALinkItself() async throws {
    outside.link("entry", to: folder.path)
    let response = try await Response.file("a.txt", in: "\(outside.path)/entry")
    #expect(try await text(of: response) == "hello")
  }

  private func text(of response: Response) async throws -> String {
    try await Answered(response, isImmediate: true, handler: "").text
  }

  @Test func aNameOfThePathIsServedFromItsFolder() async throws {
    let app = Application()
    let path = folder.path
    app.get("/files/{name:path}") { (name: String) in try await Response.file(name, in: path) }
    #expect(try await app.get("/files/sub/b.txt") == "200 below")
    for name in ["..%2Fa.txt", "%2Fetc%2Fpasswd", "sub/..%2F..%2Fa.txt", "%2e%2e/a.txt", "outside/secret.txt"] {
      #expect(try await app.get("/files/\(name)").hasPrefix("404"))
    }
  }

  @Test func aFileThatTheProgramNamesIsSent() async throws {
    let response = try await Response.file("\(folder.path)/a.txt", type: "text/x-own")
    #expect(try await text(of: response) == "hello")
    #expect(response.headers[.contentType] == "text/x-own")
    let missing = "\(folder.path)/missing"
    await #expect(throws: HTTPError.self) { try await Response.file(missing) }
  }

  @Test func aLargeFileIsStreamedWithItsLength() async throws {
    let bytes = (0..<300_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    folder.write("large.bin", bytes)
    let answered = try await ask("large.bin")
    #expect(answered.response.body.bytes == nil)
    #expect(answered.response.body.length == bytes.count)
    #expect(answered.bytes == bytes)
  }

  @Test(arguments: [
    ("report.pdf", "attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf"),
    ("my \"best\".txt", "attachment; filename=\"my _best_.txt\"; filename*=UTF-8''my%20%22best%22.txt"),
    ("a\\b;c.txt", "attachment; filename=\"a_b;c.txt\"; filename*=UTF-8''a%5Cb%3Bc.txt"),
    ("e\u{301}.txt", "attachment; filename=\"e_.txt\"; filename*=UTF-8''e%CC%81.txt"),
    ("отчёт", "attachment; filename=\"_____\"; filename*=UTF-8''%D0%BE%D1%82%D1%87%D1%91%D1%82"),
    ("a\r\nX-A: 1", "attachment; filename=\"a__X-A: 1\"; filename*=UTF-8''a%0D%0AX-A%3A%201"),
    ("a\u{7F}b", "attachment; filename=\"a_b\"; filename*=UTF-8''a%7Fb"),
  ])
  func aNameForSavingIsQuoted(name: String, field: String) async throws {
    let response = try await Response.file("a.txt", in: folder.path, downloadName: name)
    #expect(response.headers[.contentDisposition] == field)
  }
}
