import Aloft
import AloftHTTP
import TemporaryFiles
import Testing

/// Answers that depend on what the client has already (RFC 9110, section 13).
@Suite struct FileConditionTests {
  private let folder = TemporaryFolder()

  init() { folder.write("a.txt", "hello") }

  private func ask(_ headers: Headers = [:], method: AloftHTTP.Method = .get) async throws -> Answered {
    let app = Application()
    let path = folder.path
    app.get("/") { try await Response.file("a.txt", in: path, downloadName: "a.txt") }
    app.post("/") { try await Response.file("a.txt", in: path) }
    return try await app.ask(method, "/", headers: headers)
  }

  @Test func whoHasTheVersionIsToldSo() async throws {
    let first = try await ask()
    let tag = try #require(first.header("ETag"))
    let date = try #require(first.header(.lastModified))
    let known: [Headers] = [
      ["If-None-Match": tag], ["If-None-Match": "W/\(tag)"], ["If-None-Match": "\"a\", \(tag)"],
      ["If-None-Match": "*"], ["If-Modified-Since": date], ["If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"],
      ["If-None-Match": tag, "If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"],
      ["If-None-Match": tag, "Range": "bytes=0-1"],
    ]
    for headers in known {
      for method in [AloftHTTP.Method.get, .head] {
        let answered = try await ask(headers, method: method)
        #expect(answered.status == .notModified, "\(headers)")
        #expect(answered.bytes.isEmpty)
        #expect(answered.header("ETag") == tag)
        #expect(answered.header(.contentType) == nil)
        #expect(answered.header(.contentDisposition) == nil)
      }
    }
  }

  @Test func whoHasAnotherVersionGetsTheFile() async throws {
    let date = try #require(try await ask().header(.lastModified))
    let unknown: [Headers] = [
      ["If-None-Match": "\"other\""], ["If-None-Match": ""], ["If-None-Match": "\"unended"], ["If-None-Match": "x"],
      ["If-None-Match": "\"other\"", "If-Modified-Since": date],
      ["If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"], ["If-Modified-Since": "yesterday"],
      ["If-Modified-Since": "Sun, 31 Feb 2100 08:49:37 GMT"],
    ]
    for headers in unknown { #expect(try await ask(headers).text == "hello", "\(headers)") }
  }

  @Test func aConditionThatFailsIsRefused() async throws {
    let first = try await ask()
    let tag = try #require(first.header("ETag"))
    let date = try #require(first.header(.lastModified))
    let failing: [Headers] = [
      ["If-Match": "\"other\""], ["If-Match": "W/\(tag)"], ["If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"],
    ]
    for headers in failing { #expect(try await ask(headers).status == .preconditionFailed, "\(headers)") }
    let holding: [Headers] = [
      ["If-Match": tag], ["If-Match": "*"], ["If-Match": "\"a\", \(tag)"], ["If-Unmodified-Since": date],
      ["If-Unmodified-Since": "nonsense"],
    ]
    for headers in holding { #expect(try await ask(headers).text == "hello", "\(headers)") }
  }

  @Test func aRequestThatChangesSomethingIsAnsweredWithTheFile() async throws {
    #expect(try await ask(["If-None-Match": "*"], method: .post).text == "hello")
  }

  @Test func aFileOfAnotherTimeSizeOrPlaceHasAnotherTag() async throws {
    let first = try await ask().header("ETag")
    folder.setAge("a.txt", 3500)
    let touched = try await ask().header("ETag")
    #expect(first != touched)
    folder.write("a.txt", "hello!", age: 3500)
    let longer = try await ask().header("ETag")
    #expect(longer != touched)
    folder.write("b.txt", "jello!", age: 3500)
    folder.rename("b.txt", to: "a.txt")
    #expect(try await ask().header("ETag") != longer)
  }

  @Test func aFileThatChangedJustNowHasNoVersionYet() async throws {
    folder.write("a.txt", "young", age: 0)
    let answered = try await ask(["If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"])
    #expect(answered.text == "young")
    #expect(answered.header("ETag") == nil)
    #expect(answered.header(.lastModified) == nil)
  }

  @Test func aTimeInTheFutureIsAVersionLikeAnyOther() async throws {
    folder.setAge("a.txt", -86_400)
    #expect(try await ask().header("ETag") != nil)
  }

  @Test func aListOfManyTagsIsReadInOneGo() async throws {
    let list = String(repeating: "\"x\",", count: 1_500)
    #expect(try await ask(["If-None-Match": list]).text == "hello")
    #expect(try await ask(["If-None-Match": String(repeating: "W/", count: 1_500)]).text == "hello")
  }
}
