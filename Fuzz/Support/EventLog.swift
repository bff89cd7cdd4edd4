import AloftHTTP

/// What a parser said of a message, checked for order and ranges while it is written down.
struct EventLog: Equatable {
  enum Entry: Equatable {
    case head([UInt8], RequestHead.Framing)
    case end(bodyCount: Int, trailers: [Headers.Field]?)
  }

  private(set) var entries: [Entry] = []
  private(set) var heads: [RequestHead] = []
  private(set) var body: [UInt8] = []
  private(set) var isRefused = false
  private var framing = RequestHead.Framing.none
  private var bodyCount = 0

  static func == (a: EventLog, b: EventLog) -> Bool {
    a.entries == b.entries && a.body == b.body && a.isRefused == b.isRefused && a.bodyCount == b.bodyCount
  }

  init(_ pieces: [[UInt8]], limits: ParserLimits) {
    var parser = RequestParser(limits: limits)
    for piece in pieces where !isRefused { read(piece, with: &parser) }
  }

  private mutating func read(_ piece: [UInt8], with parser: inout RequestParser) {
    var offset = 0
    while !isRefused {
      let before = offset
      let event = parser.next(piece.span, at: &offset)
      precondition(offset >= before && offset <= piece.count, "the offset left the input")
      switch event {
      case .incomplete:
        precondition(offset == piece.count, "input was left over")
        return
      case .head(let head): note(head)
      case .body(let range):
        precondition(range.lowerBound >= before && range.upperBound == offset, "a piece of body is not what was used")
        precondition(!range.isEmpty, "a piece of body is empty")
        note(piece[range])
      case .end(let trailers): noteEnd(trailers)
      case .refused(let refusal):
        isRefused = true
        guard case .refused(refusal) = parser.next(piece.span, at: &offset) else {
          preconditionFailure("a refusal was forgotten")
        }
        precondition(offset == piece.count, "input was read behind a refusal")
      }
    }
  }

  private mutating func note(_ head: RequestHead) {
    precondition(framing == .none, "a head came before the end of the body")
    entries.append(.head(head.section.bytes, head.framing))
    heads.append(head)
    framing = head.framing
    bodyCount = 0
  }

  private mutating func note(_ piece: ArraySlice<UInt8>) {
    precondition(framing != .none, "a body came without its head")
    bodyCount += piece.count
    body.append(contentsOf: piece)
    if case .length(let length) = framing { precondition(bodyCount <= length, "a body is longer than announced") }
  }

  private mutating func noteEnd(_ trailers: FieldSection?) {
    switch framing {
    case .none: preconditionFailure("a body ended that never began")
    case .length(let length): precondition(bodyCount == length && trailers == nil, "a body ended too early")
    case .chunked: break
    }
    entries.append(.end(bodyCount: bodyCount, trailers: trailers.map { Headers($0).fields }))
    framing = .none
    bodyCount = 0
  }
}
