import Aloft
import AloftHTTP
import TemporaryFiles
import Testing

@Suite struct CompressionTests {
  private let text = String(repeating: "A page about teas and kettles. ", count: 200)

  private func ask(
    _ accepted: String? = "gzip", _ headers: Headers = [:], method: AloftHTTP.Method = .get,
    with compression: Compression = Compression(), _ answer: @escaping @Sendable () -> Response
  ) async throws -> Answered {
    let app = Application()
    app.use(compression)
    app.get("/") { answer() }
    var headers = headers
    if let accepted { headers.append(.acceptEncoding, accepted) }
    return try await app.ask(method, "/", headers: headers)
  }

  private func ask(_ accepted: String? = "gzip", _ headers: Headers = [:], text: String) async throws -> Answered {
    try await ask(accepted, headers) { Response(text: text) }
  }

  // MARK: - What is compressed

  @Test(arguments: [
    ("gzip", "gzip"), ("deflate", "deflate"), ("deflate, gzip", "gzip"), ("br, gzip", "gzip"), ("*", "gzip"),
    ("gzip;q=0.2, deflate;q=0.8", "deflate"), ("gzip;q=0, *", "deflate"), ("GZIP", "gzip"), ("x-gzip", "gzip"),
    ("identity;q=0.5, gzip;q=0.6", "gzip"),
  ])
  func aTextIsCompressedAsTheClientAccepts(accepted: String, coding: String) async throws {
    let answered = try await ask(accepted, text: text)
    #expect(answered.isImmediate)
    #expect(answered.header(.contentEncoding) == coding)
    #expect(answered.header(.vary) == "Accept-Encoding")
    #expect(answered.header(.contentType) == "text/plain; charset=utf-8")
    #expect(answered.bytes.count < text.utf8.count / 10)
    let inflated = Inflated(answered.bytes)
    #expect(inflated.isComplete)
    #expect(inflated.text == text)
  }

  @Test(arguments: [
    nil, "", "identity", "br", "gzip;q=0", "gzip;q=0.000", "*;q=0", "identity, gzip;q=0.5", "gzipped",
    "gzip;q=nonsense",
  ])
  func whoDoesNotAcceptItGetsTheTextAndCachesLearnWhy(accepted: String?) async throws {
    let answered = try await ask(accepted, text: text)
    #expect(answered.header(.contentEncoding) == nil)
    #expect(answered.text == text)
    #expect(answered.header(.vary) == "Accept-Encoding")
  }

  @Test(arguments: [
    "text/html", "application/json; charset=utf-8", "application/problem+json", "image/svg+xml", "text/javascript",
    "application/wasm", "Application/JSON", "font/ttf", "application/own",
  ])
  func whatIsTextOrLikeItIsCompressed(type: String) async throws {
    let bytes = Array(text.utf8)
    let own = Compression(additionalTypes: ["application/own"])
    let answered = try await ask(with: own) { Response(bytes: bytes, type: type) }
    #expect(answered.header(.contentEncoding) == "gzip")
    #expect(Inflated(answered.bytes).bytes == bytes)
  }

  @Test(arguments: [
    "image/png", "image/jpeg", "video/mp4", "audio/mpeg", "application/zip", "application/gzip", "font/woff2",
    "application/octet-stream", "application/pdf", "text/event-stream", "",
  ])
  func whatWouldGainNothingIsLeftAlone(type: String) async throws {
    let bytes = Array(text.utf8)
    let answered = try await ask { Response(bytes: bytes, type: type) }
    #expect(answered.header(.contentEncoding) == nil)
    #expect(answered.header(.vary) == nil)
    #expect(answered.bytes == bytes)
  }

  @Test func aShortBodyIsLeftAloneUnlessItMayNotComeAsItIs() async throws {
    let short = String(repeating: "x", count: 1023)
    let answered = try await ask(text: short)
    #expect(answered.header(.contentEncoding) == nil)
    #expect(answered.header(.vary) == nil)
    #expect(try await ask(text: short + "x").header(.contentEncoding) == "gzip")
    let forced = try await ask("gzip, identity;q=0", text: short)
    #expect(Inflated(forced.bytes).text == short)
    #expect(try await ask("gzip, *;q=0", text: short).header(.contentEncoding) == "gzip")
  }

  @Test func whatSaysThatItIsNotToBeTouchedIsNot() async throws {
    let text = text
    let untouched: [Response] = [
      Response(headers: [.contentType: "text/css", .contentEncoding: "br"], body: .text(text)),
      Response(headers: [.contentType: "text/css", .cacheControl: "public, No-Transform"], body: .text(text)),
      Response(headers: [.contentType: "text/css", .contentRange: "bytes 0-1/2"], body: .text(text)),
      Response(status: .partialContent, headers: [.contentType: "multipart/byteranges"], body: .text(text)),
      Response(status: .notModified, headers: [.contentType: "text/css"]),
      Response(status: .noContent, headers: [.contentType: "text/css"]),
    ]
    for response in untouched {
      let answered = try await ask { response }
      #expect(answered.header(.contentEncoding) == response.headers[.contentEncoding])
      #expect(answered.header(.vary) == nil)
    }
  }

  @Test func anErrorIsCompressedToo() async throws {
    let text = text
    let answered = try await ask { Response(text: text, status: .notFound) }
    #expect(answered.status == .notFound)
    #expect(answered.header(.contentEncoding) == "gzip")
  }

  // MARK: - Fields

  @Test func aStrongTagBecomesWeakAndPartsAreNotOffered() async throws {
    let text = text
    let answered = try await ask {
      Response(
        headers: [
          .contentType: "text/css", .entityTag: "\"a\"", .acceptRanges: "bytes", .contentLength: "\(text.utf8.count)",
        ],
        body: .text(text))
    }
    #expect(answered.header(.entityTag) == "W/\"a\"")
    #expect(answered.header(.acceptRanges) == nil)
    #expect(answered.header(.contentLength) == nil)
    let weak = try await ask {
      Response(headers: [.contentType: "text/css", .entityTag: "W/\"a\""], body: .text(text))
    }
    #expect(weak.header(.entityTag) == "W/\"a\"")
    let plain = try await ask(nil) {
      Response(headers: [.contentType: "text/css", .entityTag: "\"a\""], body: .text(text))
    }
    #expect(plain.header(.entityTag) == "\"a\"")
  }

  @Test(arguments: [("Cookie", ["Cookie", "Accept-Encoding"]), ("accept-encoding", ["accept-encoding"]), ("*", ["*"])])
  func varySaysItOnce(vary: String, expected: [String]) async throws {
    let text = text
    let answered = try await ask { Response(headers: [.contentType: "text/css", .vary: vary], body: .text(text)) }
    #expect(answered.response.headers.values(of: .vary) == expected)
  }

  @Test func aHeadHasTheFieldsOfItsBody() async throws {
    let text = text
    let get = try await ask { Response(headers: [.contentType: "text/css", .entityTag: "\"a\""], body: .text(text)) }
    let head = try await ask(method: .head) {
      Response(headers: [.contentType: "text/css", .entityTag: "\"a\""], body: .text(text))
    }
    #expect(head.response.headers == get.response.headers)
    #expect(head.response.body.length == nil)
  }

  // MARK: - Long and growing bodies

  @Test(arguments: [65_536, 65_537, 262_144, 1_000_003])
  func aLongBodyIsCompressedPieceByPiece(size: Int) async throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: ($0 / 7) &* 31 ^ $0 >> 9) }
    for coding in ["gzip", "deflate"] {
      let answered = try await ask(coding) { Response(bytes: bytes, type: "text/css") }
      #expect((answered.response.body.bytes == nil) == (size > 65_536))
      let inflated = Inflated(answered.bytes)
      #expect(inflated.isComplete)
      #expect(inflated.bytes == bytes)
    }
  }

  @Test func bytesWithoutAnyPatternArriveToo() async throws {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<50_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let inflated = Inflated(try await ask { Response(bytes: bytes, type: "text/css") }.bytes)
    #expect(inflated.isComplete)
    #expect(inflated.bytes == bytes)
  }

  @Test func aStreamKeepsStreaming() async throws {
    let body = try Self.compressed(
      .stream { writer in for number in 0..<10 { try await writer.write("line \(number)\n") } })
    let sink = CollectingSink()
    try await body.write(to: ResponseWriter(sink))
    // What was written so far can be read, whenever somebody looks.
    var received: [UInt8] = []
    for (number, piece) in sink.pieces.enumerated().prefix(10) {
      received += piece
      #expect(Inflated(received).text.hasSuffix("line \(number)\n"))
    }
    #expect(sink.pieces.count == 11)
    #expect(Inflated(sink.collected).isComplete)
  }

  @Test func aBodyThatFailsHasNoEnd() async throws {
    struct Broken: Error {}
    let bodies: [ResponseBody] = [
      .stream { writer in
        try await writer.write("half")
        throw Broken()
      },
      // The server can't hold it against its length any more.
      .stream(length: 2000) { try await $0.write("too short") },
    ]
    for body in bodies {
      let compressed = try Self.compressed(body)
      let sink = CollectingSink()
      await #expect(throws: (any Error).self) { try await compressed.write(to: ResponseWriter(sink)) }
      #expect(!Inflated(sink.collected).isComplete)
    }
  }

  private static func compressed(_ body: ResponseBody) throws -> ResponseBody {
    let app = Application()
    app.use(Compression())
    app.get("/") { Response(headers: [.contentType: "text/plain"], body: body) }
    return try #require(try app.unread("/", headers: [.acceptEncoding: "gzip"])).body
  }

  @Test func aFileIsCompressed() async throws {
    let folder = TemporaryFolder()
    let long = String(repeating: text, count: 100)
    folder.write("a.css", long)
    let app = Application()
    app.use(Compression())
    app.staticFiles(from: folder.path)
    let answered = try await app.ask(.get, "/static/a.css", headers: [.acceptEncoding: "gzip"])
    #expect(answered.header(.contentEncoding) == "gzip")
    #expect(answered.response.headers.values(of: .vary) == ["Accept-Encoding"])
    #expect(Inflated(answered.bytes).text == long)
    let tag = try #require(answered.header(.entityTag))
    #expect(tag.hasPrefix("W/"))
    let again = try await app.ask(.get, "/static/a.css", headers: [.acceptEncoding: "gzip", .ifNoneMatch: tag])
    #expect(again.status == .notModified)
    let part = try await app.ask(.get, "/static/a.css", headers: [.acceptEncoding: "gzip", .range: "bytes=0-5"])
    #expect(part.status == .partialContent)
    #expect(part.text == "A page")
    folder.write("a.css.gz", "made before")
    #expect(try await app.ask(.get, "/static/a.css", headers: [.acceptEncoding: "gzip"]).text == "made before")
  }

  @Test func tooManyAtOnceAreSentAsTheyAre() throws {
    let app = Application()
    app.use(Compression())
    app.get("/") { Response.stream(type: "text/plain") { try await $0.write("x") } }
    let ask = { try app.unread("/", headers: [.acceptEncoding: "gzip"]) }
    var held = try (0..<512).map { _ in try ask() }
    #expect(held.allSatisfy { $0?.headers[.contentEncoding] == "gzip" })
    let next = try ask()
    #expect(next?.headers[.contentEncoding] == nil)
    #expect(next?.headers[.vary] == "Accept-Encoding")
    held.removeLast()
    #expect(try ask()?.headers[.contentEncoding] == "gzip")
  }

  @Test func whatWasCompressedBeforeLeavesNoTrace() async throws {
    let compression = Compression()
    let long = text
    let first = try await ask(with: compression) { Response(text: long) }
    _ = try await ask(with: compression) { Response(text: String(repeating: "something else ", count: 3000)) }
    _ = try await ask("gzip", [.cookie: "a=b"], with: compression) { Response(text: long) }
    #expect(try await ask(with: compression) { Response(text: long) }.bytes == first.bytes)
  }

  // MARK: - Secrets

  @Test(arguments: [("Cookie", "session=1"), ("Authorization", "Basic YTpi")])
  func theLengthOfWhatMayHoldSecretsIsVague(name: String, value: String) async throws {
    var lengths = Set<Int>()
    for _ in 0..<50 {
      let answered = try await ask("gzip", [HeaderName(name): value], text: text)
      lengths.insert(answered.bytes.count)
      #expect(Inflated(answered.bytes).text == text)
    }
    #expect(lengths.count > 5)
    #expect(try await ask("deflate", [HeaderName(name): value], text: text).header(.contentEncoding) == nil)
    let open = try await ask("gzip", text: text)
    #expect(Inflated(open.bytes).name.isEmpty)
    #expect(try await ask("gzip", text: text).bytes == open.bytes)
  }
}
