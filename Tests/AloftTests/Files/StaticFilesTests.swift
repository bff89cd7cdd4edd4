import Aloft
import AloftHTTP
import TemporaryFiles
import Testing

@Suite struct StaticFilesTests {
  private let folder = TemporaryFolder()
  private let outside = TemporaryFolder()

  init() {
    folder.makeFolder("sub")
    folder.makeFolder(".git")
    folder.makeFolder(".well-known")
    folder.write("app.css", "a { }")
    folder.write("sub/page.html", "<p>")
    folder.write("sub/index.html", "<h1>")
    folder.write("photo.png", "png")
    folder.write(".env", "secret")
    folder.write(".git/config", "secret")
    folder.write(".well-known/security.txt", "mail")
    folder.write("sub/.hidden", "secret")
    folder.write("with space.txt", "blank")
    folder.makePipe("pipe")
    outside.write("secret.txt", "secret")
    folder.link("out.txt", to: "\(outside.path)/secret.txt")
    folder.link("outside", to: outside.path)
    folder.link("up", to: "..")
    folder.link("within.css", to: "app.css")
    folder.link("whole.css", to: "\(folder.path)/app.css")
  }

  private func site(_ mode: Mode = .production, index: String? = nil, at prefix: String = "/static") -> Application {
    let app = Application(mode: mode)
    app.staticFiles(at: prefix, from: folder.path, index: index)
    return app
  }

  // MARK: - What is served

  @Test(arguments: [
    ("app.css", "200 a { }"), ("sub/page.html", "200 <p>"), ("photo.png", "200 png"), ("within.css", "200 a { }"),
    ("whole.css", "200 a { }"), (".well-known/security.txt", "200 mail"), ("with%20space.txt", "200 blank"),
    ("%61pp.css", "200 a { }"),
  ])
  func aFileIsServedBelowItsPrefix(name: String, expected: String) async throws {
    #expect(try await site().get("/static/\(name)") == expected)
  }

  @Test(arguments: [
    "", "missing.css", "sub", "sub/", "app.css/", "app.css/x", ".env", ".git/config", "sub/.hidden", "pipe", "out.txt",
    "outside/secret.txt", "up/etc/passwd", "../secret", "..%2Fsecret", "%2e%2e/x", "%2e%2e%2fx", "sub/%2e%2e/app.css",
    "sub%2F..%2Fapp.css", "..%5Cx", "sub%5Cpage.html", "%2Fetc%2Fpasswd", "%252e%252e/x", "app.css%00",
    "app.css%00.png",
    "./app.css", "sub//page.html", "%2e/app.css", "%c0%ae%c0%ae/x", "%FF", "app.css%20", "APP.CSS.",
  ])
  func everythingElseIsNotFound(name: String) async throws {
    let answered = try await site().get("/static/\(name)")
    #expect(answered.hasPrefix("404") || answered.hasPrefix("400") || answered.hasPrefix("308"), "\(answered)")
    #expect(!answered.contains("secret"))
  }

  @Test func hiddenNamesAreServedWhereThatIsAllowed() async throws {
    let app = Application()
    app.staticFiles(from: folder.path, allowsHidden: true)
    #expect(try await app.get("/static/.env") == "200 secret")
    #expect(try await app.get("/static/..") != "200 secret")
  }

  @Test func whatAFileIsIsSaid() async throws {
    let answered = try await site().ask(.get, "/static/app.css")
    #expect(answered.isImmediate)
    #expect(answered.header(.contentType) == "text/css; charset=utf-8")
    #expect(answered.header("X-Content-Type-Options") == "nosniff")
    #expect(answered.header(.cacheControl) == "no-cache")
    #expect(answered.header("Accept-Ranges") == "bytes")
    let tag = try #require(answered.header("ETag"))
    let again = try await site().ask(.get, "/static/app.css", headers: ["If-None-Match": tag])
    #expect(again.status == .notModified)
    #expect(again.header(.cacheControl) == "no-cache")
    #expect(again.header("Vary") == "Accept-Encoding")
    let range = try await site().ask(.get, "/static/app.css", headers: ["Range": "bytes=0-0"])
    #expect(range.status == .partialContent)
    #expect(range.text == "a")
  }

  @Test func onlyReadingIsAllowed() async throws {
    #expect(try await site().ask(.head, "/static/app.css").status == .ok)
    let refused = try await site().ask(.post, "/static/app.css")
    #expect(refused.status == .methodNotAllowed)
    #expect(refused.header(.allow) == "GET, HEAD, OPTIONS")
    #expect(try await site().ask(.delete, "/static/app.css").status == .methodNotAllowed)
  }

  @Test func clientsMayKeepFilesWhereThatIsSaid() async throws {
    for (mode, policy) in [(Mode.production, "public, max-age=600"), (.development, "no-cache")] {
      let app = Application(mode: mode)
      app.leaveOutDefaults()
      app.staticFiles(from: folder.path, maxAge: .seconds(600))
      for _ in 0..<2 { #expect(try await app.ask(.get, "/static/photo.png").header(.cacheControl) == policy) }
    }
  }

  // MARK: - Folders

  @Test func aFolderIsItsIndex() async throws {
    let app = site(index: "index.html")
    #expect(try await app.get("/static/sub/") == "200 <h1>")
    let redirect = try await app.ask(.get, "/static/sub?a=b")
    #expect(redirect.status == .permanentRedirect)
    #expect(redirect.header(.location) == "./sub/?a=b")
    #expect(try await app.get("/static/").hasPrefix("404"))
    folder.write("index.html", "<main>")
    #expect(try await app.get("/static/") == "200 <main>")
  }

  @Test func theNameOfAFolderCanNotLeadElsewhere() async throws {
    folder.makeFolder("a:b")
    folder.makeFolder("x\r\ny")
    let app = site(index: "index.html", at: "/")
    #expect(try await app.ask(.get, "/a:b").header(.location) == "./a:b/")
    #expect(try await app.ask(.get, "/x%0D%0Ay").header(.location) == "./x%0D%0Ay/")
    #expect(try await app.ask(.get, "//example.org/..").status != .ok)
  }

  @Test func filesAtTheRootStandBehindEveryRoute() async throws {
    let app = site(at: "/")
    app.get("/app.css") { "route" }
    app.get("/posts/{id}") { (id: Int) in "post \(id)" }
    #expect(try await app.get("/app.css") == "200 route")
    #expect(try await app.get("/photo.png") == "200 png")
    #expect(try await app.get("/posts/7") == "200 post 7")
    #expect(try await app.get("/posts/x").hasPrefix("404"))
    #expect(try await app.get("/missing").hasPrefix("404"))
  }

  @Test func filesAtTheRootHaveEveryPathThatNoRouteHas() async throws {
    let app = site(at: "/")
    app.get("/about/") { "about" }
    #expect(try await app.get("/about/") == "200 about")
    #expect(try await app.ask(.get, "/about").header(.location) == "/about/")
    #expect(try await app.ask(.post, "/unknown").status == .methodNotAllowed)
  }

  @Test func aMissingFileIsTheApplicationsOwn404() async throws {
    let app = site()
    app.onError(.notFound) { _, _ in Reply("nothing here", status: .notFound) }
    #expect(try await app.get("/static/missing.css") == "404 nothing here")
  }

  @Test func aFolderThatIsNotThereIsFoundOutBeforeTheStart() {
    let app = Application()
    app.staticFiles(from: "/nowhere/at/all", file: "App/main.swift", line: 7)
    let problem = app.check().first
    #expect(problem?.id == "static.folder")
    #expect(problem?.message == "there is no folder '/nowhere/at/all' to serve files from")
    #expect("\(problem?.place ?? .init())" == "App/main.swift:7")
  }

  @Test func aBlueprintHasFilesOfItsOwn() async throws {
    struct Shop: Blueprint {
      let folder: String
      func configure(_ shop: BlueprintBuilder) {
        shop.staticFiles(at: "/assets", from: folder)
        shop.get("/") { (request: Request) in try request.url(for: ".static", ["filename": "photo.png"]) }
      }
    }
    let app = Application()
    app.mount(Shop(folder: folder.path), at: "/shop")
    let url = try await app.ask(.get, "/shop/").text
    #expect(url.hasPrefix("/shop/assets/photo.") && url.hasSuffix(".png"))
    #expect(try await app.get(url) == "200 png")
  }

  // MARK: - Fingerprints

  @Test func aURLHasTheFingerprintOfItsFile() async throws {
    let app = site()
    let url = try app.url(for: "static", ["filename": "app.css"])
    #expect(url.wholeMatch(of: #/\/static\/app\.[0-9a-f]{8}\.css/#) != nil)
    let answered = try await app.ask(.get, url)
    #expect(answered.text == "a { }")
    #expect(answered.header(.cacheControl) == "public, max-age=31536000, immutable")
    #expect(answered.header(.contentType) == "text/css; charset=utf-8")
    folder.write("app.css", "b { }", age: 3599)
    let other = try app.url(for: "static", ["filename": "app.css"])
    #expect(other != url)
    // A page from before still finds the file, but must not keep it under the old name.
    let old = try await app.ask(.get, url)
    #expect(old.text == "b { }")
    #expect(old.header(.cacheControl) == "no-cache")
  }

  @Test(arguments: ["sub/page.html", "sub/archive.tar.gz", "LICENSE", "sub/NOTICE", "with space.txt", "a.b.c.js"])
  func everyNameCanHaveAFingerprint(name: String) async throws {
    folder.write(name, "contents of \(name)")
    let app = site()
    let url = try app.url(for: "static", ["filename": "\(name)"])
    let answered = try await app.ask(.get, url)
    #expect(answered.text == "contents of \(name)")
    #expect(answered.header(.cacheControl)?.hasSuffix("immutable") == true)
  }

  @Test(arguments: ["missing.css", "../secret.txt", ".env", "pipe", "out.txt"])
  func aURLOfWhatIsNotServedHasNone(name: String) throws {
    let app = site()
    // A name that no path may hold is refused as any other value would be.
    let url = try? app.url(for: "static", ["filename": "\(name)"])
    #expect(url == nil || url == "/static/\(name)")
  }

  @Test func aFileMayHaveAFingerprintOfItsOwn() async throws {
    folder.write("main.0123abcd.js", "bundled")
    let app = site()
    #expect(try await app.get("/static/main.0123abcd.js") == "200 bundled")
    folder.write("main.js", "plain")
    #expect(try await app.get("/static/main.0123abcd.js") == "200 bundled")
    #expect(try await app.get("/static/main.ffffffff.js") == "200 plain")
    #expect(try await app.get("/static/none.ffffffff.js").hasPrefix("404"))
  }

  @Test func nothingIsKeptInDevelopment() async throws {
    let app = site(.development)
    app.leaveOutDefaults()
    let url = try app.url(for: "static", ["filename": "app.css"])
    #expect(try await app.ask(.get, url).header(.cacheControl) == "no-cache")
    folder.write("app.css", "changed", age: 0)
    #expect(try await app.get("/static/app.css") == "200 changed")
    #expect(try app.url(for: "static", ["filename": "app.css"]) != url)
    folder.write("app.css", "chanted", age: 0)
    let later = try app.url(for: "static", ["filename": "app.css"])
    #expect(try await app.get(later) == "200 chanted")
  }

  // MARK: - Compressed siblings

  @Test(arguments: [
    ("gzip", "gzip"), ("br", "br"), ("zstd", "zstd"), ("gzip, deflate, br, zstd", "br"), ("gzip;q=1, br;q=0.5", "gzip"),
    ("*", "br"), ("br;q=0, *", "zstd"), ("GZIP", "gzip"), ("x-gzip", "gzip"), ("gzip;q=0.5, identity;q=0.4", "gzip"),
  ])
  func aCompressedSiblingIsSentToWhoAcceptsIt(accepted: String, coding: String) async throws {
    for (ending, name) in [("br", "br"), ("gz", "gzip"), ("zst", "zstd")] { folder.write("app.css.\(ending)", name) }
    let answered = try await site().ask(.get, "/static/app.css", headers: ["Accept-Encoding": accepted])
    #expect(answered.text == coding)
    #expect(answered.header("Content-Encoding") == coding)
    #expect(answered.header("Vary") == "Accept-Encoding")
    #expect(answered.header(.contentType) == "text/css; charset=utf-8")
    let plain = try await site().ask(.get, "/static/app.css")
    #expect(plain.header("ETag") != answered.header("ETag"))
    #expect(plain.header("Vary") == "Accept-Encoding")
  }

  @Test(arguments: ["", "identity", "gzip;q=0", "deflate", "gzip;q=0.5, identity", "gzip;q=x", "gzip;q=2", "*;q=0"])
  func whoDoesNotAcceptItGetsTheFile(accepted: String) async throws {
    folder.write("app.css.gz", "gzip")
    let answered = try await site().ask(.get, "/static/app.css", headers: ["Accept-Encoding": accepted])
    #expect(answered.text == "a { }")
    #expect(answered.header("Content-Encoding") == nil)
  }

  @Test func anOlderSiblingIsLeftAlone() async throws {
    folder.write("app.css.gz", "gzip", age: 7200)
    #expect(try await site().ask(.get, "/static/app.css", headers: ["Accept-Encoding": "gzip"]).text == "a { }")
  }

  @Test func aRangeIsOneOfTheFileItself() async throws {
    folder.write("app.css.gz", "gzip")
    let headers: Headers = ["Accept-Encoding": "gzip", "Range": "bytes=0-2"]
    let answered = try await site().ask(.get, "/static/app.css", headers: headers)
    #expect(answered.text == "a {")
    #expect(answered.header("Content-Encoding") == nil)
  }

  @Test func whatIsCompressedAlreadyHasNoSibling() async throws {
    folder.write("photo.png.gz", "gzip")
    let answered = try await site().ask(.get, "/static/photo.png", headers: ["Accept-Encoding": "gzip"])
    #expect(answered.text == "png")
    #expect(answered.header("Vary") == nil)
  }
}
