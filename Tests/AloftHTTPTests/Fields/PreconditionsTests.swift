import AloftHTTP
import Testing

@Suite struct PreconditionsTests {
  /// Sun, 06 Nov 1994 08:49:37 GMT
  private let changed = 784_111_777
  private let sameTime = "Sun, 06 Nov 1994 08:49:37 GMT"
  private let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
  private let later = "Sun, 06 Nov 1994 08:49:38 GMT"

  private var current: Validators { Validators(entityTag: EntityTag("a"), lastModified: changed) }

  private func outcome(
    _ lines: String..., method: String = "GET", for current: Validators?
  ) throws -> Preconditions.Outcome {
    Preconditions(try ReceivedRequest.with(lines, method: method)).outcome(for: current)
  }

  @Test func withoutConditionsTheRequestGoesOn() throws {
    #expect(try outcome(for: current) == .proceed)
    #expect(try outcome(for: nil) == .proceed)
    #expect(Preconditions(try ReceivedRequest.with([])).isEmpty)
  }

  @Test func aClientThatHasTheVersionGetsItNotAgain() throws {
    #expect(try outcome("If-None-Match: \"a\"", for: current) == .notModified)
    #expect(try outcome("If-None-Match: W/\"a\"", for: current) == .notModified)
    #expect(try outcome("If-None-Match: \"x\", \"a\"", for: current) == .notModified)
    #expect(try outcome("If-None-Match: \"x\"", "If-None-Match: \"a\"", for: current) == .notModified)
    #expect(try outcome("If-None-Match: *", for: current) == .notModified)
    #expect(try outcome("If-None-Match: \"a\"", method: "HEAD", for: current) == .notModified)
    #expect(try outcome("If-None-Match: \"b\"", for: current) == .proceed)
    #expect(try outcome("If-None-Match: *", for: nil) == .proceed)
  }

  @Test func whatMustNotBeThereFailsIfItIs() throws {
    #expect(try outcome("If-None-Match: *", method: "PUT", for: current) == .failed)
    #expect(try outcome("If-None-Match: *", method: "PUT", for: nil) == .proceed)
    #expect(try outcome("If-None-Match: \"a\"", method: "DELETE", for: current) == .failed)
  }

  @Test func whatIsNotTheVersionExpectedFails() throws {
    for method in ["GET", "PUT"] {
      #expect(try outcome("If-Match: \"a\"", method: method, for: current) == .proceed)
      #expect(try outcome("If-Match: *", method: method, for: current) == .proceed)
      #expect(try outcome("If-Match: \"b\"", method: method, for: current) == .failed)
      #expect(try outcome("If-Match: W/\"a\"", method: method, for: current) == .failed)
      #expect(try outcome("If-Match: \"a\"", method: method, for: nil) == .failed)
      #expect(try outcome("If-Match: *", method: method, for: nil) == .failed)
      #expect(try outcome("If-Match: ", method: method, for: current) == .failed)
      #expect(try outcome("If-Match: \"a\"", method: method, for: Validators(lastModified: changed)) == .failed)
    }
    #expect(try outcome("If-Match: *", method: "PUT", for: Validators()) == .proceed)
  }

  @Test func datesDecideWhereThereAreNoTags() throws {
    #expect(try outcome("If-Modified-Since: \(sameTime)", for: current) == .notModified)
    #expect(try outcome("If-Modified-Since: \(later)", for: current) == .notModified)
    #expect(try outcome("If-Modified-Since: \(earlier)", for: current) == .proceed)
    #expect(try outcome("If-Unmodified-Since: \(sameTime)", for: current) == .proceed)
    #expect(try outcome("If-Unmodified-Since: \(later)", for: current) == .proceed)
    #expect(try outcome("If-Unmodified-Since: \(earlier)", for: current) == .failed)
  }

  @Test func tagsCountBeforeDates() throws {
    #expect(try outcome("If-None-Match: \"b\"", "If-Modified-Since: \(later)", for: current) == .proceed)
    #expect(try outcome("If-None-Match: \"a\"", "If-Modified-Since: \(earlier)", for: current) == .notModified)
    #expect(try outcome("If-Match: \"a\"", "If-Unmodified-Since: \(earlier)", for: current) == .proceed)
    #expect(try outcome("If-Match: \"b\"", "If-Unmodified-Since: \(later)", for: current) == .failed)
  }

  @Test func whatMustMatchCountsBeforeWhatMustNot() throws {
    #expect(try outcome("If-None-Match: \"a\"", "If-Match: \"b\"", for: current) == .failed)
    #expect(try outcome("If-None-Match: \"a\"", "If-Match: \"a\"", for: current) == .notModified)
    #expect(try outcome("If-Unmodified-Since: \(earlier)", "If-None-Match: \"a\"", for: current) == .failed)
    #expect(try outcome("If-Unmodified-Since: \(later)", "If-Modified-Since: \(later)", for: current) == .notModified)
  }

  @Test func aDateThatIsNoneMakesNoCondition() throws {
    #expect(try outcome("If-Modified-Since: yesterday", for: current) == .proceed)
    #expect(try outcome("If-Unmodified-Since: yesterday", for: current) == .proceed)
  }

  @Test func aDateSaysNothingOfWhatHasNone() throws {
    let undated = Validators(entityTag: EntityTag("a"))
    #expect(try outcome("If-Modified-Since: \(later)", for: undated) == .proceed)
    #expect(try outcome("If-Unmodified-Since: \(earlier)", for: undated) == .proceed)
    #expect(try outcome("If-Unmodified-Since: \(earlier)", for: nil) == .proceed)
  }

  @Test func onlyThoseWhoReadAreToldThatNothingIsNew() throws {
    #expect(try outcome("If-Modified-Since: \(later)", method: "POST", for: current) == .proceed)
    #expect(Preconditions(try ReceivedRequest.with(["If-Modified-Since: \(later)"], method: "POST")).isEmpty)
  }

  @Test(arguments: ["OPTIONS", "TRACE"])
  func aMethodThatNeitherReadsNorChangesHasNoConditions(_ method: String) throws {
    // RFC 9110, section 13.2.1.
    for line in ["If-Match: \"b\"", "If-None-Match: *", "If-Unmodified-Since: \(earlier)"] {
      #expect(try outcome(line, method: method, for: current) == .proceed)
      #expect(Preconditions(try ReceivedRequest.with([line], method: method)).isEmpty)
    }
  }

  @Test func aRequestSaysWhetherItKnowsWhatItChanges() throws {
    #expect(Preconditions(try ReceivedRequest.with(["If-Match: \"a\""], method: "PUT")).guardsChange)
    #expect(Preconditions(try ReceivedRequest.with(["If-Unmodified-Since: \(later)"], method: "PUT")).guardsChange)
    #expect(!Preconditions(try ReceivedRequest.with(["If-None-Match: \"a\""], method: "PUT")).guardsChange)
  }

  // MARK: - If-Range

  private func applies(_ value: String, _ validators: Validators) throws -> Bool {
    Preconditions.rangeApplies(try ReceivedRequest.with(["Range: bytes=0-1", "If-Range: \(value)"]), validators)
  }

  @Test func partsAreSentOfTheVersionThatTheClientKnows() throws {
    #expect(try applies("\"a\"", current))
    #expect(try !applies("\"b\"", current))
    #expect(try applies(sameTime, current))
    #expect(try !applies(later, current))
    #expect(try !applies(earlier, current))
    #expect(Preconditions.rangeApplies(try ReceivedRequest.with(["Range: bytes=0-1"]), current))
  }

  @Test func aWeakTagSaysNothingOfParts() throws {
    #expect(try !applies("W/\"a\"", current))
    #expect(try !applies("\"a\"", Validators(entityTag: EntityTag("a", isWeak: true))))
  }

  @Test func whatCannotBeReadMeansTheWhole() throws {
    for value in ["a", "*", "", "\"a\", \"b\"", "yesterday"] { #expect(try !applies(value, current)) }
    #expect(try !applies("\"a\"", Validators()))
    #expect(try !applies(sameTime, Validators()))
  }
}
