import Testing

// One after the other: each is a compiler's run.
@Suite(.serialized) struct GuideSampleTests {
  static let samples = PackageFolder.pages.flatMap { (try? GuideSample.all(in: $0)) ?? [] }

  @Test func everyPageOfTheGuideIsRead() {
    #expect(PackageFolder.pages.count >= 7)
    #expect(Self.samples.count >= 40)
  }

  @Test(arguments: samples.filter { $0.expectedError == nil })
  func aSampleCompilesWithoutAWarning(sample: GuideSample) async throws {
    let verdict = try await SampleCompiler.check(sample)
    #expect(verdict.succeeds, "\(verdict.output)")
  }

  @Test(arguments: samples.filter { $0.expectedError != nil })
  func aSampleThatMustFailSaysWhatTheGuideQuotes(sample: GuideSample) async throws {
    let verdict = try await SampleCompiler.check(sample)
    let expected = try #require(sample.expectedError)
    #expect(!verdict.succeeds)
    #expect(verdict.output.contains("error: \(expected)"), "\(verdict.output)")
  }
}
