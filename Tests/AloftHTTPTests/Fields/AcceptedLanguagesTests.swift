import AloftHTTP
import Testing

@Suite struct AcceptedLanguagesTests {
  private func best(_ field: String?, _ offered: String...) -> String? { AcceptedLanguages(field).best(of: offered) }

  @Test func equalTagsMatchWhateverTheirCaseAndSeparator() {
    #expect(best("en-us", "de", "en_US") == "en_US")
    #expect(best("EN_us", "en-US") == "en-US")
  }

  @Test func qualityDecidesAndThenTheServer() {
    #expect(best("en;q=0.5, de;q=0.8", "en", "de") == "de")
    #expect(best("en, de", "de", "en") == "de")
  }

  @Test func aLanguageStandsInForItsVariant() {
    #expect(best("en-US", "de", "en") == "en")
    #expect(best("en-GB", "en-US", "en") == "en")
    #expect(best("aus-EN", "aus") == "aus")
    #expect(best("zh-Hant-TW", "zh-Hans", "zh-Hant") == "zh-Hant")
    #expect(best("de-Latn-AT", "de", "de-Latn") == "de-Latn")
  }

  @Test func aVariantStandsInForItsLanguage() {
    #expect(best("en", "de", "en-GB") == "en-GB")
    #expect(best("zh-Hant", "zh-Hans-CN", "zh-Hant-TW") == "zh-Hant-TW")
  }

  @Test func oneVariantDoesNotStandInForAnother() {
    #expect(best("en-GB", "en-US") == nil)
    #expect(best("en", "eng", "es") == nil)
  }

  @Test func whatIsExcludedComesInByNoBackDoor() {
    #expect(best("en-GB;q=0, en", "en-GB") == nil)
    #expect(best("en-GB;q=0, en", "en-GB", "en-US") == "en-US")
    #expect(best("en-US, en;q=0", "en") == nil)
    #expect(best("de;q=0, *", "de") == nil)
    #expect(best("*;q=0", "de") == nil)
  }

  @Test func aStarTakesWhatNothingElseDoes() {
    #expect(best("*", "fr", "de") == "fr")
    #expect(best("de;q=0.5, *;q=0.1", "fr", "de") == "de")
    #expect(best("de-AT, *;q=0.1", "fr", "de") == "de")
    #expect(best("de, *;q=0.1", "fr") == "fr")
  }

  @Test func aClientThatDoesNotSayAcceptsEverything() throws {
    #expect(best(nil, "fr", "de") == "fr")
    #expect(try ReceivedRequest.with([]).acceptedLanguages.best(of: ["fr"]) == "fr")
    #expect(best("", "fr") == nil)
  }

  @Test func theOrderIsTheClients() throws {
    let request = try ReceivedRequest.with([
      "Accept-Language: en;q=0.5, de-AT, fr;q=0", "Accept-Language: it;q=0.5, *;q=0.1",
    ])
    #expect(request.acceptedLanguages.ordered == ["de-AT", "en", "it", "*"])
  }

  @Test func qualitiesAreThoseOfEqualTags() {
    let accepted = AcceptedLanguages("en-US;q=0.7, de, *;q=0.1")
    #expect(accepted.quality(of: "en_us") == 0.7)
    #expect(accepted.quality(of: "de") == 1)
    #expect(accepted.quality(of: "fr") == 0.1)
    #expect(AcceptedLanguages("de").quality(of: "fr") == 0)
  }

  @Test func aHugeFieldIsReadInOneGo() {
    for attack in [
      String(repeating: "en-", count: 300_000), String(repeating: "xx;q=0.1,", count: 100_000),
      String(repeating: "-", count: 1_000_000),
    ] {
      #expect(best(attack, "de") == nil)
    }
  }
}
