import AloftHTTP

/// What a parser made of a message: its events as values that can be compared, pieces of a body joined.
struct Transcript: Equatable {
  struct Head: Equatable {
    var method = ""
    var target = ""
    var path = ""
    var query: String?
    var host = ""
    var version = ""
    var framing = RequestHead.Framing.none
    var keepsAlive = true
    var expectsContinue = false
    var offersUpgrade = false
    var fields: [Headers.Field] = []
  }

  enum Entry: Equatable {
    case head(Head)
    case body([UInt8])
    case end(trailers: [Headers.Field]?)
    case refused(RequestRefusal)
  }

  private(set) var entries: [Entry] = []

  /// Feeds `bytes` to a new parser in pieces that end before the indices in `cuts`.
  init(_ bytes: [UInt8], cuts: [Int] = [], limits: ParserLimits = ParserLimits()) {
    var parser = RequestParser(limits: limits)
    var start = 0
    for end in cuts + [bytes.count] where end > start {
      read(Array(bytes[start..<end]), with: &parser)
      start = end
    }
  }

  init(_ text: String, limits: ParserLimits = ParserLimits()) { self.init(Array(text.utf8), limits: limits) }

  /// Feeds `bytes` one by one.
  init(byByte bytes: [UInt8], limits: ParserLimits = ParserLimits()) {
    self.init(bytes, cuts: Array(0..<bytes.count), limits: limits)
  }

  private mutating func read(_ piece: [UInt8], with parser: inout RequestParser) {
    if refusal != nil { return }
    var offset = 0
    while true {
      switch parser.next(piece.span, at: &offset) {
      case .incomplete: return
      case .head(let head): entries.append(.head(Head(head)))
      case .body(let range): append(piece[range])
      case .end(let trailers): entries.append(.end(trailers: trailers.map { Headers($0).fields }))
      case .refused(let refusal):
        entries.append(.refused(refusal))
        return
      }
    }
  }

  private mutating func append(_ piece: ArraySlice<UInt8>) {
    if case .body(let before)? = entries.last {
      entries[entries.count - 1] = .body(before + piece)
    } else {
      entries.append(.body(Array(piece)))
    }
  }

  var heads: [Head] { entries.compactMap { if case .head(let head) = $0 { head } else { nil } } }

  var refusal: RequestRefusal? { if case .refused(let refusal)? = entries.last { refusal } else { nil } }

  /// The body read last, as text.
  var body: String? {
    for case .body(let bytes) in entries.reversed() { return String(decoding: bytes, as: UTF8.self) }
    return nil
  }
}

extension Transcript.Head {
  init(_ head: RequestHead) {
    let request = Request(head: head, body: RequestBody(), connection: ConnectionInfo())
    method = request.method.name
    target = request.target
    path = request.path
    query = request.queryString
    host = request.host
    version = request.version
    framing = head.framing
    keepsAlive = head.keepsAlive
    expectsContinue = head.expectsContinue
    offersUpgrade = head.offersUpgrade
    fields = request.headers.fields
  }
}
