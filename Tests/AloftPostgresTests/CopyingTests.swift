import AloftPostgres
import AloftSQL
import TemporaryPostgres
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite(.enabled(if: TemporaryPostgres.isInstalled)) struct CopyingTests {
  private func table(_ name: String) async throws -> Database {
    let db = try TestDatabase.open()
    try await db.execute(
      script: "drop table if exists \(name); create table \(name) (id bigint primary key, name text, at timestamptz)")
    return db
  }

  @Test func rowsAreCopiedInAsTheyAre() async throws {
    let db = try await table("copied_in")
    let texts: [String?] = ["plain", "tab\t line\n back\\slash \r", "\\N", nil, "", "ünïcödé 🦉"]
    let date = Date(timeIntervalSince1970: 1_700_000_000.25)
    let rows = texts.enumerated().map { [$0.offset.sqlParameter, $0.element.sqlParameter, date.sqlParameter] }
    #expect(try await db.copy(rows, into: "copied_in", columns: ["id", "name", "at"]) == 6)
    let seen = try await db.query("select name, at from copied_in order by id", as: (String?, Date).self)
    #expect(seen.map(\.0) == texts)
    #expect(seen.allSatisfy { $0.1 == date })
    await db.close()
  }

  @Test func aRowThatDoesNotFitLeavesNothing() async throws {
    let db = try await table("copied_not")
    await #expect(throws: SQLError.self) {
      try await db.copy([[1.sqlParameter], [1.sqlParameter]], into: "copied_not", columns: ["id"])
    }
    let error = await #expect(throws: SQLError.self) {
      try await db.copy([[1.sqlParameter], []], into: "copied_not", columns: ["id"])
    }
    #expect(error?.row == 2)
    #expect(try await db.one("select count(*) from copied_not", as: Int.self) == 0)
    await db.close()
  }

  @Test func bytesAreCopiedInFromASequence() async throws {
    let db = try await table("copied_bytes")
    let parts = AsyncStream<[UInt8]> { continuation in
      for id in 0..<1000 { continuation.yield(Array("\(id),name \(id),\n".utf8)) }
      continuation.finish()
    }
    #expect(try await db.copyIn("copy copied_bytes from stdin (format csv)", from: parts) == 1000)
    await db.close()
  }

  @Test func rowsAreCopiedOut() async throws {
    let db = try TestDatabase.open()
    let bytes = Bytes()
    try await db.copyOut("copy (select g from generate_series(1, 5000) g) to stdout") { await bytes.add($0) }
    #expect(await bytes.text == (1...5000).map { "\($0)\n" }.joined())
    await db.close()
  }

  @Test func whatDoesNotCopyIsRefusedAndTheConnectionGoesOn() async throws {
    let db = try await table("copied_wrong")
    for sql in ["select 1", "copy copied_wrong to stdout", "copy nowhere from stdin"] as [SQL] {
      await #expect(throws: SQLError.self) { try await db.copyIn(sql, from: AsyncStream { $0.finish() }) }
    }
    for sql in ["select 1", "copy copied_wrong from stdin", "copy nowhere to stdout"] as [SQL] {
      await #expect(throws: SQLError.self) { try await db.copyOut(sql) { _ in } }
    }
    #expect(try await db.one("select 1", as: Int.self) == 1)
    await db.close()
  }

  @Test func copyingThatIsLeftInTheMiddleHarmsNobody() async throws {
    struct Enough: Error {}
    let db = try TestDatabase.open()
    await #expect(throws: Enough.self) {
      try await db.copyOut("copy (select g from generate_series(1, 1000000) g) to stdout") { _ in throw Enough() }
    }
    #expect(try await db.one("select 1", as: Int.self) == 1)
    await db.close()
  }

  private actor Bytes {
    private var bytes: [UInt8] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }
    func add(_ part: [UInt8]) { bytes += part }
  }
}
