import Aloft
import AloftHTTP
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Results that become JSON.
@Suite struct JSONResultTests {
  private struct User: Encodable, Sendable {
    let id: Int
    let name: String
  }

  private let ann = User(id: 1, name: "ann")

  @Test func whateverCanBeEncodedBecomesJSON() async throws {
    let app = Application()
    let ann = ann
    app.get("/one") { ann }
    app.get("/async") { () async in ann }
    app.get("/request") { request in [request.path: 1] }
    app.get("/list/{count}") { (count: Int) in Array(repeating: ann, count: count) }
    app.get("/number") { 7 }
    #expect(try await app.get("/one") == #"200 {"id":1,"name":"ann"}"#)
    #expect(try await app.get("/async") == #"200 {"id":1,"name":"ann"}"#)
    #expect(try await app.get("/request") == #"200 {"/request":1}"#)
    #expect(try await app.get("/list/1") == #"200 [{"id":1,"name":"ann"}]"#)
    #expect(try await app.get("/number") == "200 7")
    #expect(try await app.ask(.get, "/one").header(.contentType) == "application/json")
  }

  @Test func aSynchronousOneNeedsNoTask() async throws {
    let app = Application()
    let ann = ann
    app.get("/") { ann }
    #expect(try await app.ask(.get, "/").isImmediate)
  }

  @Test func nilIsNotFound() async throws {
    let app = Application()
    let users = [1: ann]
    app.get("/{id}") { (id: Int) in users[id] }
    app.get("/async/{id}") { (id: Int) async throws -> User? in users[id] }
    #expect(try await app.get("/1") == #"200 {"id":1,"name":"ann"}"#)
    #expect(try await app.ask(.get, "/2").status == .notFound)
    #expect(try await app.ask(.get, "/async/2").status == .notFound)
  }

  @Test func textStaysText() async throws {
    let app = Application()
    app.get("/text") { "text" }
    app.get("/maybe") { () -> String? in "text" }
    #expect(try await app.get("/text") == "200 text")
    #expect(try await app.get("/maybe") == "200 text")
  }

  @Test func aStatusAndFieldsCanBeSaid() async throws {
    let app = Application()
    let ann = ann
    app.post("/") { JSON(ann, status: .created, headers: [.location: "/users/1"]) }
    let answered = try await app.ask(.post, "/")
    #expect(answered.status == .created)
    #expect(answered.header(.location) == "/users/1")
    #expect(answered.header(.contentType) == "application/json")
  }

  @Test func theApplicationsOptionsAreFollowed() async throws {
    let app = Application()
    var coding = JSONCoding()
    coding.dates = .secondsSince1970
    coding.keyOrder = .sorted
    app.jsonCoding(coding)
    app.get("/") { ["b": Date(timeIntervalSince1970: 2), "a": Date(timeIntervalSince1970: 1)] }
    #expect(try await app.get("/") == #"200 {"a":1,"b":2}"#)
  }

  @Test func whatCantBeWrittenIsAnError() async throws {
    let app = Application(logger: RecordedLog().logger)
    app.get("/") { ["x": Double.nan] }
    #expect(try await app.ask(.get, "/").status == .internalServerError)
  }
}
