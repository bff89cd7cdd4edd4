import AloftHTTP
import Testing

@Suite struct AcceptedEncodingsTests {
  private func best(_ field: String?, _ offered: String...) -> String? { AcceptedEncodings(field).best(of: offered) }

  @Test func theBestLikedEncodingIsChosenAndThenTheServers() {
    #expect(best("gzip, br", "br", "gzip", "identity") == "br")
    #expect(best("gzip;q=1, br;q=0.9", "br", "gzip") == "gzip")
    #expect(best("GZIP", "gzip") == "gzip")
  }

  @Test func contentAsItIsIsLikedLessThanWhatIsNamed() {
    #expect(best("gzip;q=0.1", "identity", "gzip") == "gzip")
    #expect(best("identity, gzip;q=0.5", "gzip", "identity") == "identity")
    #expect(best("identity;q=0.5, gzip;q=0.5", "gzip", "identity") == "gzip")
  }

  @Test func contentAsItIsIsAcceptableUnlessExcluded() {
    #expect(best("br", "gzip", "identity") == "identity")
    #expect(best("", "gzip", "identity") == "identity")
    #expect(best("gzip;q=0", "gzip", "identity") == "identity")
    #expect(best("identity;q=0", "identity") == nil)
    #expect(best("*;q=0", "gzip", "identity") == nil)
    #expect(best("*;q=0, identity", "gzip", "identity") == "identity")
    #expect(best("*;q=0, gzip;q=0.5", "gzip", "identity") == "gzip")
  }

  @Test func aStarTakesWhatIsNotNamed() {
    #expect(best("*", "br") == "br")
    #expect(best("br;q=0, *", "br", "gzip") == "gzip")
  }

  @Test func aClientThatDoesNotSayGetsContentAsItIs() throws {
    #expect(best(nil, "gzip", "identity") == "identity")
    #expect(best(nil, "gzip") == nil)
    let request = try ReceivedRequest.with([])
    #expect(request.acceptedEncodings.quality(of: "gzip") == 0)
    #expect(request.acceptedEncodings.quality(of: "identity") == 1)
  }

  @Test func oldNamesMeanTheSame() {
    #expect(best("x-gzip", "gzip") == "gzip")
  }

  @Test func qualitiesAreTold() throws {
    let accepted = try ReceivedRequest.with(["Accept-Encoding: gzip;q=0.5", "Accept-Encoding: br"]).acceptedEncodings
    #expect(accepted.quality(of: "gzip") == 0.5)
    #expect(accepted.quality(of: "br") == 1)
    #expect(accepted.quality(of: "zstd") == 0)
    #expect(AcceptedEncodings("identity;q=0").quality(of: "identity") == 0)
  }
}
