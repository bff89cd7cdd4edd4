import AloftSQLTesting
import Testing

@Suite struct DriverCasesTests {
  @Test func everyCaseHasANameOfItsOwn() {
    let names = DriverCases.all.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
