import NIOCore
import Testing

@testable import AloftServer

@Suite struct ClientPaceTests {
  /// One second, in a window of five that wants 500 bytes.
  private func keeps(_ pace: inout ClientPace, _ bytes: Int) -> Bool {
    pace.add(bytes)
    return pace.elapse(.seconds(1), rate: 100, window: .seconds(5))
  }

  @Test func thePaceIsTheAverageOverAWindow() {
    var pace = ClientPace()
    for bytes in [0, 500, 0, 0, 0] { #expect(keeps(&pace, bytes)) }
    for bytes in [0, 499, 0, 0] { #expect(keeps(&pace, bytes)) }
    #expect(!keeps(&pace, 0))
  }

  @Test func aFastStartEarnsNoLaterRest() {
    var pace = ClientPace()
    for _ in 0..<5 { #expect(keeps(&pace, 1_000_000)) }
    for _ in 0..<4 { #expect(keeps(&pace, 0)) }
    #expect(!keeps(&pace, 0))
  }
}
