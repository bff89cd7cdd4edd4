import Foundation
import Testing

@Suite struct ExampleTests {
  @Test func helloIsExactlyTheProgramOfTheReadme() throws {
    let program = try #require(GuideSample.all(in: "README.md").first)
    #expect(try PackageFolder.text(of: "Examples/Hello/main.swift") == program.code + "\n")
  }

  @Test func theTourBeginsWithTheProgramOfTheReadme() throws {
    let shown = TourSource.shown(in: try PackageFolder.text(of: "Examples/Tour/Pages/StartPage.swift"))
    #expect(shown == [try #require(GuideSample.all(in: "README.md").first).code])
  }

  @Test(arguments: TourSource.files) func whatThisPageOfTheTourShowsIsWhatItDoes(file: String) throws {
    let source = try PackageFolder.text(of: file)
    let program = Set(TourSource.lines(of: try TourSource.program))
    for code in TourSource.shown(in: source) {
      for line in TourSource.lines(of: code) where !line.hasPrefix("//") && !line.hasPrefix("<") {
        #expect(program.contains(line), "no source of the tour has this line")
      }
    }
  }
}
