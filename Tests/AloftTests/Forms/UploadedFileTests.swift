import Aloft
import AloftTesting
import TemporaryFiles
import Testing

/// Files that come with forms: in memory or on a disk, and gone when nobody holds them.
@Suite struct UploadedFileTests {
  private struct Failure: Error {}

  private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) } }

  @Test(arguments: [0, 1, 1000, 262_144, 262_145, 1_000_003]) func aFileIsReadAsItWasSent(size: Int) async throws {
    let sent = bytes(size)
    let app = Application()
    app.post("/") { (request: Request) in
      let form = try await request.form()
      guard let file = form.files["file"] else { throw HTTPError(.badRequest) }
      var pieces: [UInt8] = []
      try await file.forEachPiece(upTo: 1000) { pieces += $0 }
      let whole = try await file.read()
      return "\(file.size) \(whole == sent) \(pieces == sent) \(file.fileName) \(file.mediaType?.essence ?? "-")"
    }
    try await app.test(.bytes) { client in
      let file = TestPart.file("file", sent, fileName: "a b.png", type: "image/png")
      let response = try await client.post("/", body: .multipart([file]))
      #expect(response.text == "\(size) true true a b.png image/png")
    }
  }

  @Test func aLargeFileLiesOnADiskWithoutANameAndIsGoneWithTheRequest() async throws {
    let size = 700_001
    let app = Application()
    app.post("/") { (request: Request) in
      let form = try await request.form()
      return "\(form.files["file"]?.size ?? 0) \(NamelessFiles.count(ofSize: size))"
    }
    try await app.test { client in
      let file = TestPart.file("file", bytes(size), fileName: "n")
      let response = try await client.post("/", body: .multipart([file]))
      #expect(response.text == "\(size) 1")
      #expect(NamelessFiles.count(ofSize: size) == 0)
    }
  }

  @Test func aFileIsGoneWhenItsHandlerThrows() async throws {
    let size = 700_003
    let app = Application()
    app.post("/") { (form: FormBody<[String: String]>) -> String in throw Failure() }
    try await app.test { client in
      let file = TestPart.file("file", bytes(size), fileName: "n")
      let response = try await client.post("/", body: .multipart([file]))
      #expect(response.status == .internalServerError)
      #expect(NamelessFiles.count(ofSize: size) == 0)
    }
  }

  @Test func aFileIsGoneWhenItsFormIsRefused() async throws {
    let size = 700_005
    let app = Application()
    app.post("/") { (request: Request) in
      var limits = FormLimits()
      limits.fields = 1
      return "\(try await request.form(limits: limits).files.files.count)"
    }
    try await app.test { client in
      let file = TestPart.file("file", bytes(size), fileName: "n")
      let response = try await client.post("/", body: .multipart([file, .field("a", "x")]))
      #expect(response.status == .contentTooLarge)
      #expect(NamelessFiles.count(ofSize: size) == 0)
    }
  }

  @Test func smallFilesTogetherStayInMemoryNoLongerThanBorne() async throws {
    let app = Application()
    app.post("/") { (request: Request) in
      let form = try await request.form()
      let left = NamelessFiles.count(ofSize: 100_007)
      return "\(form.files.files.count) \(left)"
    }
    try await app.test { client in
      let files = (0..<4).map { TestPart.file("file", bytes(100_007), fileName: "\($0)") }
      let response = try await client.post("/", body: .multipart(files))
      #expect(response.text == "4 2")
    }
  }

  @Test func whatWasSavedStays() async throws {
    let folder = TemporaryFolder()
    let app = Application()
    app.post("/{name}") { (name: String, request: Request) in
      guard let file = try await request.form().files["file"] else { throw HTTPError(.badRequest) }
      try await file.save(to: "\(folder.path)/\(name)")
      return Status.created
    }
    try await app.test { client in
      let file = TestPart.file("file", bytes(300_000), fileName: "n")
      _ = try await client.post("/kept", body: .multipart([file]))
      let again = try await client.post("/kept", body: .multipart([file]))
      #expect(again.status == .internalServerError)
    }
    let saved = UploadedFile(name: "", fileName: "", bytes: folder.read("kept"))
    #expect(try await saved.read() == bytes(300_000))
    #expect(folder.names == ["kept"])
  }

  @Test(arguments: [("../../etc/passwd", "etc_passwd"), ("..", ""), (".htaccess", "htaccess")])
  func theSafeNameLeadsNowhere(sent: String, safe: String) {
    #expect(UploadedFile(name: "f", fileName: sent, bytes: []).safeFileName == safe)
  }
}
