import Aloft
import AloftHTTP
import TemporaryFiles
import Testing

/// Parts of files (RFC 9110, section 14).
@Suite struct FileRangeTests {
  private let folder = TemporaryFolder()
  private let text = "0123456789abcdefghij"

  init() {
    folder.write("a.txt", text)
    folder.write("empty.txt", "")
  }

  private func ask(
    _ range: String, _ headers: Headers = [:], method: AloftHTTP.Method = .get, name: String = "a.txt"
  ) async throws -> Answered {
    let app = Application()
    let path = folder.path
    app.get("/") { try await Response.file(name, in: path) }
    app.post("/") { try await Response.file(name, in: path) }
    var headers = headers
    headers.append("Range", range)
    return try await app.ask(method, "/", headers: headers)
  }

  @Test(arguments: [
    ("bytes=0-4", "01234", "bytes 0-4/20"), ("bytes=5-5", "5", "bytes 5-5/20"),
    ("bytes=15-", "fghij", "bytes 15-19/20"),
    ("bytes=-3", "hij", "bytes 17-19/20"), ("bytes=-100", "0123456789abcdefghij", "bytes 0-19/20"),
    ("bytes=10-999999", "abcdefghij", "bytes 10-19/20"), ("BYTES=0-0", "0", "bytes 0-0/20"),
    ("bytes= 0-1 ", "01", "bytes 0-1/20"),
    ("bytes=30-40,1-2", "12", "bytes 1-2/20"),
  ])
  func aRangeIsSentAlone(range: String, expected: String, content: String) async throws {
    let answered = try await ask(range)
    #expect(answered.status == .partialContent)
    #expect(answered.text == expected)
    #expect(answered.header("Content-Range") == content)
    #expect(answered.header(.contentType) == "text/plain; charset=utf-8")
    #expect(answered.response.body.length == expected.utf8.count)
  }

  @Test func severalRangesAreSentInTheOrderAskedFor() async throws {
    let answered = try await ask("bytes=10-12, 0-1, -2")
    #expect(answered.status == .partialContent)
    #expect(answered.header("Content-Range") == nil)
    let type = try #require(answered.header(.contentType))
    let boundary = try #require(type.split(separator: "boundary=").last.map(String.init))
    #expect(type == "multipart/byteranges; boundary=\(boundary)")
    let part = "Content-Type: text/plain; charset=utf-8\r\nContent-Range: bytes"
    #expect(
      answered.text == "--\(boundary)\r\n\(part) 10-12/20\r\n\r\nabc\r\n--\(boundary)\r\n\(part) 0-1/20\r\n\r\n01\r\n"
        + "--\(boundary)\r\n\(part) 18-19/20\r\n\r\nij\r\n--\(boundary)--\r\n")
    #expect(answered.response.body.length == answered.bytes.count)
  }

  @Test(arguments: ["bytes=20-", "bytes=100-200", "bytes=-0", "bytes=20-,30-40"])
  func aRangeBehindTheEndIsRefusedWithTheSize(range: String) async throws {
    let answered = try await ask(range)
    #expect(answered.status == .rangeNotSatisfiable)
    #expect(answered.header("Content-Range") == "bytes */20")
  }

  @Test func anEmptyFileHasNoRange() async throws {
    #expect(try await ask("bytes=0-", name: "empty.txt").status == .rangeNotSatisfiable)
    #expect(try await ask("nothing", name: "empty.txt").status == .ok)
  }

  @Test(arguments: ["bytes=0-1,", "bytes=,0-1"]) func aListMayHaveEmptyElements(range: String) async throws {
    #expect(try await ask(range).text == "01")
  }

  @Test(arguments: [
    "", "bytes", "bytes=", "bytes=a-b", "bytes=5", "bytes=5-4", "bytes=--5", "bytes=1-2-3", "bytes=0x1-2", "lines=0-4",
    "bytes=0-1,x", "bytes=0-1;2-3", "bytes=\u{661}-5", "0-4",
  ])
  func whatIsNoRangeDoesNotCount(range: String) async throws {
    let answered = try await ask(range)
    #expect(answered.status == .ok)
    #expect(answered.text == text)
  }

  @Test func manyRangesGetTheWholeFile() async throws {
    let few = (0..<9).map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ",")
    #expect(try await ask("bytes=\(few)").status == .partialContent)
    let many = (0..<40).map { "\($0 % 20)-\($0 % 20)" }.joined(separator: ",")
    #expect(try await ask("bytes=\(many)").status == .ok)
    let manyMore = "bytes=" + String(repeating: "0-,", count: 2_000)
    #expect(try await ask(manyMore).status == .ok)
  }

  @Test(arguments: ["bytes=0-3,2-5", "bytes=4-,0-3,2-8", "bytes=0-,0-"])
  func rangesThatOverlapGetTheWholeFile(range: String) async throws {
    let answered = try await ask(range)
    #expect(answered.status == .ok)
    #expect(answered.text == text)
  }

  @Test func onlyGETHasRanges() async throws {
    let head = try await ask("bytes=0-4", method: .head)
    #expect(head.status == .ok)
    #expect(head.response.body.length == 20)
    #expect(try await ask("bytes=0-4", method: .post).status == .ok)
  }

  @Test func aFileThatStandsForAnErrorIsSentWhole() async throws {
    let app = Application()
    let path = folder.path
    app.get("/") { Reply(try await Response.file("a.txt", in: path), status: .notFound) }
    let answered = try await app.ask(.get, "/", headers: ["Range": "bytes=0-1", "If-None-Match": "*"])
    #expect(answered.status == .notFound)
    #expect(answered.text == text)
  }

  @Test func aRangeOfTheVersionThatTheClientHasIsSent() async throws {
    let whole = try await ask("none")
    let tag = try #require(whole.header("ETag"))
    let date = try #require(whole.header(.lastModified))
    #expect(whole.header("Accept-Ranges") == "bytes")
    for validator in [tag, date] {
      #expect(try await ask("bytes=0-4", ["If-Range": validator]).status == .partialContent)
    }
    for validator in ["W/\(tag)", "\"other\"", "Mon, 23 Nov 2020 20:48:24 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "x"] {
      let answered = try await ask("bytes=0-4", ["If-Range": validator])
      #expect(answered.status == .ok)
      #expect(answered.text == text)
    }
  }
}
