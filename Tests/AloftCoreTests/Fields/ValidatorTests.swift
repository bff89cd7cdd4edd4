import AloftCore
import Testing

/// Limits, each with what keeps it and what breaks it.
@Suite struct ValidatorTests {
  private func codes<Value>(_ value: Value, _ validator: Validator<Value>) -> String {
    var check = Validation()
    check("x", value, validator)
    return check.errors.map { "\($0.message)" }.joined()
  }

  @Test(arguments: [("", "must not be empty"), ("a", ""), ("abc", ""), ("abcd", "must have at most 3 characters")])
  func lengthCountsCharacters(text: String, message: String) {
    #expect(codes(text, .length(1...3)) == message)
    #expect(codes(text as String?, .length(1...3)) == message)
  }

  @Test func aCharacterOfManyScalarsCountsThemAll() {
    #expect(codes("e" + String(repeating: "\u{301}", count: 50), .length(...10)) == "must have at most 10 characters")
  }

  @Test(arguments: [(0, "must be at least 1"), (1, ""), (9, ""), (10, "must be at most 9")])
  func aRangeHasTwoEnds(number: Int, message: String) {
    #expect(codes(number, .range(1...9)) == message)
    #expect(codes(number as Int?, .range(1...9)) == message)
  }

  @Test func whatComparesWithNothingIsOutside() {
    #expect(!codes(Double.nan, .range(0...1)).isEmpty)
    #expect(!codes(Double.nan, .range(...1.0)).isEmpty)
  }

  @Test func nothingKeepsEveryLimit() {
    #expect(codes(nil as Int?, .range(1...)) == "")
    #expect(codes(nil as String?, .length(5...)) == "")
    #expect(codes(nil as String?, .pattern("a+")) == "")
  }

  @Test func aPatternTakesWholeTexts() {
    #expect(codes("aaa", .pattern("a+")) == "")
    #expect(codes("aab", .pattern("a+")) == "has not the right form")
    #expect(codes("a\nb", .pattern("a", "nope")) == "nope")
  }

  @Test func aPatternThatIsNoneTakesNothing() {
    #expect(codes("a", .pattern("(")) == "has not the right form")
  }

  @Test func aPatternIsNotTriedOnLongTexts() {
    #expect(codes(String(repeating: "a", count: 5000), .pattern("a*")) == "has not the right form")
  }

  @Test func choicesAreNamed() {
    #expect(codes("c", .oneOf(["a", "b"])) == "must be one of a, b")
    #expect(codes(2, .oneOf([1, 2])) == "")
  }

  @Test func elementsAreCountedAndChecked() {
    #expect(codes([1, 2, 3], .count(...2)) == "must have at most 2 elements")
    #expect(codes([1, 2, 3], .each(.range(...2))) == "must be at most 2")
  }

  @Test func aLimitOfOnesOwnHasItsCode() {
    var check = Validation()
    check("x", 3, .custom("even", "must be even") { $0 % 2 == 0 })
    #expect(check.errors == [ValidationError("x", "must be even", code: "even")])
  }

  @Test func onlyTheFirstLimitThatIsBrokenIsReported() {
    var check = Validation()
    check("x", "", .length(1...), .pattern("[a-z]+"))
    #expect(check.errors.map(\.code) == ["length"])
  }
}
