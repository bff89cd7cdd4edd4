import AloftHTTP
import RefusedMessages
import Testing

@Suite struct RefusedMessagesTests {
  @Test(arguments: RefusedMessage.all)
  func aBadMessageIsRefused(_ message: RefusedMessage) {
    let transcript = Transcript(message.bytes)
    #expect(transcript.refusal == message.refusal)
    #expect(transcript.heads.count == (message.isInBody ? 1 : 0))
  }

  @Test(arguments: RefusedMessage.all)
  func aBadMessageThatArrivesByteByByteIsRefused(_ message: RefusedMessage) {
    #expect(Transcript(byByte: message.bytes).refusal == message.refusal)
  }

  @Test(arguments: RefusedMessage.all)
  func aBadMessageBehindAGoodOneIsRefused(_ message: RefusedMessage) {
    let transcript = Transcript(RefusedMessage.goodRequest + message.bytes)
    #expect(transcript.heads.first?.path == "/first")
    #expect(transcript.entries.dropFirst().prefix(2) == [.body(Array("hello".utf8)), .end(trailers: nil)])
    #expect(transcript.refusal == message.refusal)
    #expect(transcript.heads.count == (message.isInBody ? 2 : 1))
  }

  @Test(arguments: RefusedMessage.all)
  func aRefusalIsAnsweredWithItsStatus(_ message: RefusedMessage) {
    #expect(message.refusal.status.code == message.status)
  }

  @Test func namesTellTheMessagesApart() {
    #expect(Set(RefusedMessage.all.map(\.name)).count == RefusedMessage.all.count)
  }

  @Test func everyRefusalHasAMessageThatCausesIt() {
    #expect(Set(RefusedMessage.all.map(\.refusal)) == Set(RequestRefusal.allCases))
  }

  @Test func nothingIsReadBehindARefusal() {
    var parser = RequestParser()
    let bad = Array("GET /\n".utf8)
    var offset = 0
    _ = parser.next(bad.span, at: &offset)
    let good = RefusedMessage.goodRequest
    offset = 0
    guard case .refused(.bareLineEnding) = parser.next(good.span, at: &offset) else {
      Issue.record("the parser went on")
      return
    }
    #expect(offset == good.count)
  }

  @Test(arguments: RequestRefusal.allCases)
  func explanationsSayOneThingEach(_ refusal: RequestRefusal) {
    #expect(!refusal.explanation.isEmpty)
    #expect(RequestRefusal.allCases.filter { $0.explanation == refusal.explanation } == [refusal])
  }
}
