import Aloft
import AloftHTTP
import TemporaryFiles
import Testing

/// Files as bodies, on live sockets.
@Suite(.timeLimit(.minutes(1))) struct FileBodyTests {
  private let folder = TemporaryFolder()

  private static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
  }

  private func describe(_ app: Application) {
    let path = folder.path
    app.get("/files/{name}") { (name: String) in try await Response.file(name, in: path) }
    app.get("/next") { "next" }
  }

  private func with(_ test: (Site) async throws -> Void) async throws {
    try await Site.with({ describe($0) }, test: test)
  }

  @Test(arguments: [0, 1, 4096, 65_536, 65_537, 262_144, 1_000_003, 5_000_000])
  func aFileArrivesWholeAndTheConnectionIsKept(size: Int) async throws {
    let bytes = Self.bytes(size)
    folder.write("a.bin", bytes)
    try await with { site in
      let client = try site.connect()
      for _ in 0..<3 {
        let response = try await client.get("/files/a.bin")
        #expect(response.status == 200)
        #expect(response["Content-Length"] == "\(size)")
        #expect(response.body == bytes)
        #expect(try await client.get("/next").text == "next")
      }
    }
  }

  @Test func requestsThatWereSentTogetherAreAnsweredInOrder() async throws {
    let bytes = Self.bytes(700_000)
    folder.write("large.bin", bytes)
    folder.write("small.txt", "small")
    try await with { site in
      let client = try site.connect()
      let names = ["small.txt", "large.bin", "small.txt", "large.bin", "large.bin"]
      try await client.send(names.map { "GET /files/\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
      for name in names {
        #expect(try await client.response().body == (name == "large.bin" ? bytes : Array("small".utf8)))
      }
    }
  }

  @Test(arguments: [10, 1_000_000]) func aHeadOfAFileHasItsLengthAndNoBody(size: Int) async throws {
    folder.write("a.bin", Self.bytes(size))
    try await with { site in
      let client = try site.connect()
      try await client.send("HEAD /files/a.bin HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.response(isHead: true)["Content-Length"] == "\(size)")
      #expect(try await client.get("/next").text == "next")
      #expect(folder.openDescriptors(of: "a.bin") == 0)
    }
  }

  @Test func aClientOfTheOldVersionGetsAFileToo() async throws {
    let bytes = Self.bytes(300_000)
    folder.write("a.bin", bytes)
    try await with { site in
      let client = try site.connect()
      try await client.send("GET /files/a.bin HTTP/1.0\r\n\r\n")
      #expect(try await client.response().body == bytes)
      #expect(try await client.isClosed())
    }
  }

  @Test func aClientThatEndsItsSendingHalfStillGetsTheFile() async throws {
    let bytes = Self.bytes(3_000_000)
    folder.write("a.bin", bytes)
    try await with { site in
      let client = try site.connect(buffers: 32 * 1024)
      try await client.send("GET /files/a.bin HTTP/1.1\r\nHost: a\r\n\r\n")
      await client.finishSending()
      #expect(try await client.response().body == bytes)
      #expect(try await client.isClosed())
    }
  }

  @Test func aSlowReaderGetsEveryByte() async throws {
    let bytes = Self.bytes(2_000_000)
    folder.write("a.bin", bytes)
    try await with { site in
      let client = try site.connect(buffers: 16 * 1024)
      try await client.send("GET /files/a.bin HTTP/1.1\r\nHost: a\r\n\r\n")
      _ = try await client.head()
      var received: [UInt8] = []
      while received.count < bytes.count {
        received += try await client.bytes(min(50_000, bytes.count - received.count))
        // Others are served meanwhile.
        #expect(try await site.response(to: "GET /next HTTP/1.1\r\nHost: a\r\n\r\n").text == "next")
      }
      #expect(received == bytes)
    }
  }

  @Test func piecesOfAFileGoOutBetweenBytes() async throws {
    let bytes = Self.bytes(1_000_000)
    folder.write("a.bin", bytes)
    let path = folder.path
    let ranges = [0..<10, 100_000..<400_000, 999_990..<1_000_000, 5..<6, 20_000..<90_000]
    let answer: @Sendable (Request) async throws -> Response = { _ in
      var response = try await Response.file("a.bin", in: path)
      guard case .file(let whole) = response.body.storage else { return response }
      let pieces = ranges.flatMap { [FileBody.Piece.bytes(Array("[\($0)]".utf8)), .range($0)] }
      response.body = ResponseBody(.file(FileBody(whole.file, size: whole.size, pieces: pieces)))
      return response
    }
    try await Site.answering(by: answer) { site in
      let client = try site.connect()
      let expected = ranges.flatMap { Array("[\($0)]".utf8) + bytes[$0] }
      for _ in 0..<2 { #expect(try await client.get("/").body == expected) }
    }
  }

  // MARK: - What changes meanwhile

  @Test func aFileThatShrinksEndsItsConnection() async throws {
    folder.write("a.bin", Self.bytes(20_000_000))
    try await with { site in
      let client = try site.connect(buffers: 32 * 1024)
      // What is asked for behind it must not be taken for the rest of the file.
      try await client.send("GET /files/a.bin HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.head()["Content-Length"] == "20000000")
      _ = try await client.bytes(10_000)
      folder.truncate("a.bin", to: 100_000)
      let rest = try await client.rest()
      #expect(rest.text.utf8.count < 19_000_000)
      #expect(!rest.text.hasSuffix("next"))
      #expect(folder.openDescriptors(of: "a.bin") == 0)
      #expect(site.log.messages.contains("a response's file failed, so its connection was closed"))
    }
  }

  @Test(arguments: [50, 200_000]) func aFileThatHasShrunkBeforeItIsSentEndsItsConnection(size: Int) async throws {
    folder.write("a.bin", Self.bytes(size))
    let (folder, path) = (folder, folder.path)
    let answer: @Sendable (Request) async throws -> Response = { _ in
      let response = try await Response.file("a.bin", in: path)
      folder.truncate("a.bin", to: size / 2)
      return response
    }
    try await Site.answering(by: answer) { site in
      let client = try site.connect()
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await #expect(throws: Client.Failure.self) { try await client.response() }
    }
  }

  @Test func aFileThatGrowsIsSentAsLongAsItWas() async throws {
    let bytes = Self.bytes(200_000)
    folder.write("a.bin", bytes)
    let (folder, path) = (folder, folder.path)
    let answer: @Sendable (Request) async throws -> Response = { _ in
      folder.write("a.bin", bytes)
      let response = try await Response.file("a.bin", in: path)
      folder.write("a.bin", bytes + bytes)
      return response
    }
    try await Site.answering(by: answer) { site in
      let client = try site.connect()
      for _ in 0..<2 { #expect(try await client.get("/").body == bytes) }
    }
  }

  @Test func aFileThatIsReplacedIsSentAsItWas() async throws {
    let bytes = Self.bytes(3_000_000)
    folder.write("a.bin", bytes)
    folder.write("b.bin", "other")
    try await with { site in
      let client = try site.connect(buffers: 32 * 1024)
      try await client.send("GET /files/a.bin HTTP/1.1\r\nHost: a\r\n\r\n")
      _ = try await client.head()
      folder.rename("b.bin", to: "a.bin")
      #expect(try await client.bytes(bytes.count) == bytes)
      #expect(try await client.get("/files/a.bin").text == "other")
    }
  }

  // MARK: - Descriptors

  #if os(Linux)
    @Test func aHundredDownloadsHaveADescriptorEachUntilTheyEnd() async throws {
      let bytes = Self.bytes(600_000)
      folder.write("a.bin", bytes)
      try await with { site in
        var clients: [Client] = []
        for _ in 0..<100 {
          let client = try site.connect(buffers: 16 * 1024)
          try await client.send("GET /files/a.bin HTTP/1.1\r\nHost: a\r\n\r\n")
          clients.append(client)
        }
        #expect(try await site.settled { folder.openDescriptors(of: "a.bin") } == 100)
        // Some leave in the midst of it.
        for client in clients.suffix(10) { await client.reset() }
        #expect(try await site.settled { folder.openDescriptors(of: "a.bin") } == 90)
        for client in clients.prefix(90) { #expect(try await client.response().body == bytes) }
        #expect(try await site.settled { folder.openDescriptors(of: "a.bin") } == 0)
        #expect(try await clients[0].get("/next").text == "next")
      }
    }
  #endif

  // MARK: - Slow readers

  @Test func aClientThatReadsNothingIsLeft() throws {
    folder.write("a.bin", Self.bytes(1_000_000))
    let site = try StillSite({ $0.readingRate = 240 }, { describe($0) })
    let client = try site.connect()
    client.stopReading()
    try client.send("GET /files/a.bin HTTP/1.1\r\nHost: a\r\n\r\n")
    site.pass(seconds: 4)
    #expect(client.isOpen)
    #expect(folder.openDescriptors(of: "a.bin") == 1)
    site.pass(seconds: 6)
    #expect(!client.isOpen)
    #expect(site.log.messages.contains("connection closed: the client reads too slowly"))
  }

  @Test func aSmallFileLeavesWithItsHead() throws {
    folder.write("a.txt", "hello")
    let site = try StillSite({ _ in }, { describe($0) })
    let client = try site.connect()
    try client.send("GET /files/a.txt HTTP/1.1\r\nHost: a\r\n\r\n")
    let first = try client.receivedPiece()
    #expect(first?.hasSuffix("\r\n\r\nhello") == true)
    #expect(try client.receivedPiece() == nil)
  }
}
