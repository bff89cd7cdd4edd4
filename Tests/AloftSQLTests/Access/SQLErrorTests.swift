import AloftCore
import AloftSQL
import Testing

@Suite struct SQLErrorTests {
  @Test func theDescriptionHasAllPartsButTheDetail() {
    let error = SQLError(
      .uniqueViolation, "there is one", fix: "take another", code: "23505", detail: "Key (a)=(secret) exists",
      place: SourcePlace(file: "Shop/Orders.swift", line: 1),
      otherPlace: SourcePlace(file: "Shop/Outer.swift", line: 2), statement: "insert\n  into   t")
    #expect(
      error.description == """
        Shop/Orders.swift:1: there is one [23505]
            in: insert into t
            transaction: Shop/Outer.swift:2
            fix: take another
        """)
  }

  @Test func aLongStatementIsCut() {
    let error = SQLError(.other, "message", statement: String(repeating: "x", count: 1_000))
    #expect(error.description.count < 500)
  }

  @Test func transactionsAreTriedAgainIfOthersStoodInTheWay() {
    let retryable = SQLError.Kind.allCases.filter { SQLError($0, "").isRetryable }
    #expect(retryable == [.serializationFailure, .deadlock])
  }
}
