import AloftCore
import AloftPostgres
import AloftSQL
import TemporaryPostgres
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite(.enabled(if: TemporaryPostgres.isInstalled)) struct PostgresTypeTests {
  private func failure(of sql: SQL, as type: (some SQLDecodable).Type) async throws -> SQLError? {
    let db = try TestDatabase.open()
    let error = await #expect(throws: SQLError.self) { _ = try await db.query(sql, as: type) }
    await db.close()
    return error
  }

  private func value<Value: SQLDecodable>(of sql: SQL, as type: Value.Type) async throws -> Value {
    let db = try TestDatabase.open()
    let value = try await db.one(sql, as: type)
    await db.close()
    return value
  }

  enum Mood: String, SQLValue { case sad, ok, happy }

  @Test func anEnumOfTheDatabaseIsAnEnumWithRawValues() async throws {
    let db = try TestDatabase.open()
    try await db.execute(
      script: "drop table if exists moods; drop type if exists mood; create type mood as enum ('sad', 'ok', 'happy');"
        + "create table moods (m mood not null, all_of mood[])")
    try await db.execute("insert into moods values (\(Mood.happy), \([Mood.sad, .ok])::mood[])")
    #expect(try await db.one("select m from moods where m = \(Mood.happy)", as: Mood.self) == .happy)
    await db.close()
  }

  @Test func textsOfAllKindsAreTexts() async throws {
    for type in ["varchar", "name", "char(3)", "json", "jsonb"] as [SQL] {
      #expect(try await value(of: "select '123'::\(type)", as: String.self) == "123")
    }
  }

  @Test func aTypeThatIsNotKnownSaysWhatToDo() async throws {
    let error = try await failure(of: "select '10.0.0.1'::inet as address", as: String.self)
    #expect(error?.kind == .wrongType)
    #expect(error?.message.contains("cast it in the statement") == true)
    #expect(error?.columns == ["address"])
  }

  @Test(arguments: ["'infinity'::timestamptz", "'infinity'::date"] as [SQL]) func infinityIsNoDate(_ sql: SQL)
    async throws
  {
    #expect(try await failure(of: "select \(sql)", as: Date.self)?.kind == .wrongType)
  }

  @Test func anIntervalOfMonthsHasNoLength() async throws {
    #expect(try await failure(of: "select interval '1 month'", as: Duration.self)?.kind == .wrongType)
    #expect(try await value(of: "select interval '1 day 1 second'", as: Duration.self) == .seconds(86_401))
  }

  @Test(arguments: ["0", "1", "-1", "0.1", "10000", "99999999.00000001", "-0.000001", "12345678901234567890.5", "1e20"])
  func aNumericIsExact(_ text: String) async throws {
    let decimal = try #require(Decimal(string: text))
    #expect(try await value(of: "select \(text)::text::numeric", as: Decimal.self) == decimal)
    #expect(try await value(of: "select (\(decimal) = \(text)::text::numeric)", as: Bool.self))
  }

  @Test func aNumericOfMoreDigitsThanADecimalHoldsIsAnErrorAndNotRounded() async throws {
    let digits = String(repeating: "7", count: 60)
    #expect(try await failure(of: "select \(digits)::text::numeric", as: Decimal.self)?.kind == .wrongType)
    #expect(try await failure(of: "select 'NaN'::numeric", as: Decimal.self)?.kind == .wrongType)
  }

  @Test func smallNumbersGoWherePostgresHasSmallOnes() async throws {
    #expect(try await value(of: "select pg_typeof(\(Int16(1)))::text", as: String.self) == "smallint")
    #expect(try await value(of: "select pg_typeof(\(UInt8(1)))::text", as: String.self) == "smallint")
    #expect(try await value(of: "select pg_typeof(\(Int32(1)))::text", as: String.self) == "integer")
    #expect(try await value(of: "select pg_typeof(\(1))::text", as: String.self) == "bigint")
  }

  @Test func anArrayHoldsNullsAndQuotes() async throws {
    let texts: [String?] = ["a", nil, "", "NULL", "{,}\"\\ \n'"]
    #expect(try await value(of: "select \(texts)", as: [String?].self) == texts)
    #expect(try await value(of: "select \([1.5, -2, 1e300])", as: [Double].self) == [1.5, -2, 1e300])
    #expect(try await value(of: "select \([Data([0, 255]), Data()])", as: [Data].self) == [Data([0, 255]), Data()])
    #expect(try await value(of: "select '{}'::int[]", as: [Int].self) == [])
  }

  @Test func anArrayOfSeveralDimensionsIsAnError() async throws {
    #expect(try await failure(of: "select array[[1, 2], [3, 4]]", as: [Int].self)?.kind == .wrongType)
  }

  @Test func aTextWithAZeroByteIsRefusedBeforeItIsSent() async throws {
    let error = try await failure(of: "select \("a\0b")", as: String.self)
    #expect(error?.kind == .invalidValue)
    #expect(error?.message == "value 1 can't be sent: the text has U+0000 in it, which PostgreSQL can't store")
  }

  @Test func whatIsNoNumberIsAnErrorWithoutTheValueInItsMessage() async throws {
    let error = try await failure(of: "select \("secret")::text::int", as: Int.self)
    #expect(error?.kind == .invalidValue)
    #expect(error?.description.contains("secret") == false)
    #expect(error?.detail?.contains("secret") == true)
  }
}
