/// Turns the bytes of a connection into requests, one event at a time: a state machine without I/O.
///
/// Bytes may arrive in pieces of any size; what is needed later is kept inside. After a refusal nothing more is read.
package struct RequestParser {
  package enum Event: Sendable {
    /// The head is complete; a body follows unless its framing is `none`.
    case head(RequestHead)
    /// These bytes of the input belong to the body.
    case body(Range<Int>)
    /// The body is complete.
    case end(trailers: FieldSection?)
    /// All input is used up.
    case incomplete
    case refused(RequestRefusal)
  }

  private enum State: Sendable {
    case requestLine
    case fields
    case fixedBody
    case chunkedBody
    case refused(RequestRefusal)
  }

  package let limits: ParserLimits
  private var state = State.requestLine
  private let pool: RequestPool
  /// The head that is being read, once its first byte is here.
  private var unfinished: RequestHead?
  private var chunks: ChunkedDecoder
  private var lineStart = 0
  private var fieldsStart = 0
  private var emptyLines = 0
  private var framing = FramingFields()

  // Stored, not computed: to ask another module's property for a value means to copy the whole parser first.

  /// Whether a head has been read whose body is not complete yet.
  package private(set) var isInsideBody = false
  /// The number of bytes of the body still to come; `nil` where it comes in chunks.
  package private(set) var remainingBody: Int? = 0

  /// Creates a parser.
  ///
  /// - Parameter pool: What answered requests left behind.
  package init(limits: ParserLimits = ParserLimits(), pool: RequestPool = RequestPool()) {
    self.limits = limits
    self.pool = pool
    chunks = ChunkedDecoder(limits: limits)
  }

  /// Whether bytes of a request have arrived whose head is not complete yet.
  package var isInsideHead: Bool {
    switch state {
    case .requestLine: unfinished != nil || emptyLines > 0
    case .fields: true
    default: false
    }
  }

  /// Reads on in `input` from `offset` up to the next event, and moves `offset` behind what was used.
  package mutating func next(_ input: Span<UInt8>, at offset: inout Int) -> Event {
    switch state {
    case .requestLine, .fields: return readHead(input, at: &offset)
    case .fixedBody: return readFixedBody(remainingBody ?? 0, input, at: &offset)
    case .chunkedBody:
      let event = chunks.next(input, at: &offset)
      switch event {
      case .end: endBody()
      case .refused(let refusal): return refuse(refusal)
      default: break
      }
      return event
    case .refused(let refusal):
      offset = input.count
      return .refused(refusal)
    }
  }

  private mutating func readFixedBody(_ remaining: Int, _ input: Span<UInt8>, at offset: inout Int) -> Event {
    if remaining == 0 {
      endBody()
      return .end(trailers: nil)
    }
    guard offset < input.count else { return .incomplete }
    let count = min(remaining, input.count - offset)
    defer { offset += count }
    remainingBody = remaining - count
    return .body(offset..<offset + count)
  }

  private mutating func endBody() {
    state = .requestLine
    isInsideBody = false
    remainingBody = 0
  }

  // MARK: - Head

  private mutating func readHead(_ input: Span<UInt8>, at offset: inout Int) -> Event {
    // Not before something arrives: a connection that waits for its next request holds no head for it.
    while offset < input.count {
      let head = unfinished ?? pool.takeHead()
      unfinished = nil
      let event =
        head.section.bytes.isEmpty
        ? readInPlace(head, input, at: &offset) : readNextLine(of: head, input, at: &offset)
      if let event {
        if case .incomplete = event { unfinished = head }
        return event
      }
      if !head.section.bytes.isEmpty { unfinished = head }
    }
    return .incomplete
  }

  /// Reads a head where it arrived, and keeps what has arrived of one that is not complete.
  ///
  /// - Returns: What came of it; `nil` where there is more to read.
  private mutating func readInPlace(_ head: RequestHead, _ input: Span<UInt8>, at offset: inout Int) -> Event? {
    let bytes = input.extracting(offset..<input.count)
    var used = 0
    while let end = bytes.firstIndex(of: 0x0A, in: used..<bytes.count) {
      if let refusal = checkSizes(bytes, until: end + 1, added: end + 1 - used, lineIsComplete: true) {
        return refuse(refusal)
      }
      used = end + 1
      switch readLine(of: head, bytes, until: used) {
      case .goesOn: continue
      case .isSkipped:
        offset += used
        return nil
      case .isComplete:
        offset += used
        bytes.extracting(0..<used).appendAll(to: &head.section.bytes)
        finishHead(head)
        return .head(head)
      case .refused(let refusal): return refuse(refusal)
      }
    }
    offset = input.count
    head.section.bytes.reserveCapacity(min(max(256, bytes.count), 2048))
    bytes.appendAll(to: &head.section.bytes)
    guard used < bytes.count else { return nil }
    return checkSizes(bytes, until: bytes.count, added: bytes.count - used, lineIsComplete: false).map { refuse($0) }
  }

  /// Adds what has arrived of the next line to what is kept, and reads it if it is complete.
  ///
  /// - Returns: What came of it; `nil` where there is more to read.
  private mutating func readNextLine(
    of head: RequestHead, _ input: Span<UInt8>, at offset: inout Int
  ) -> Event? {
    let end = input.firstIndex(of: 0x0A, in: offset..<input.count).map { $0 + 1 }
    let piece = input.extracting(offset..<(end ?? input.count))
    piece.appendAll(to: &head.section.bytes)
    offset += piece.count
    // Held for this line only, so that the next one finds the buffer unshared.
    let held = head.section.bytes
    let bytes = held.span
    if let refusal = checkSizes(bytes, until: bytes.count, added: piece.count, lineIsComplete: end != nil) {
      return refuse(refusal)
    }
    guard end != nil else { return .incomplete }
    switch readLine(of: head, bytes, until: bytes.count) {
    case .goesOn: return nil
    case .isSkipped:
      head.section.bytes = []
      return nil
    case .isComplete:
      finishHead(head)
      return .head(head)
    case .refused(let refusal): return refuse(refusal)
    }
  }

  private mutating func refuse(_ refusal: RequestRefusal) -> Event {
    state = .refused(refusal)
    isInsideBody = false
    remainingBody = 0
    return .refused(refusal)
  }

  /// - Parameters:
  ///   - bytes: The head from its first byte.
  ///   - end: Where what has been looked at ends, this line's LF included.
  ///   - added: How many of the bytes have not been looked at before.
  private func checkSizes(
    _ bytes: Span<UInt8>, until end: Int, added: Int, lineIsComplete: Bool
  ) -> RequestRefusal? {
    // The end of a line is not counted, whether it has arrived whole or its CR only.
    let ending = lineIsComplete ? 2 : bytes[end - 1] == 0x0D ? 1 : 0
    if case .fields = state {
      if end - fieldsStart - ending > limits.headerSection { return .headerTooLarge }
    } else {
      // A first byte that begins no method is refused at once: another protocol would wait for an answer in vain.
      let first = bytes[0]
      if !first.isToken, first != 0x0D, first != 0x0A { return .malformedRequestLine }
      if end - ending > limits.requestLine { return .requestLineTooLong }
    }
    // A carriage return that ends no line is refused without waiting for the line's end.
    // What came earlier has been looked at, all but its last byte: a line in many pieces is not read again with each.
    if !lineIsComplete {
      var index = max(lineStart, end - added - 1)
      while index < end - 1 {
        if bytes[index] == 0x0D { return .bareLineEnding }
        index += 1
      }
    }
    return nil
  }

  private enum LineOutcome {
    case goesOn
    /// The line was empty, before the request.
    case isSkipped
    case isComplete
    case refused(RequestRefusal)
  }

  /// Reads the complete line that ends at `count`; the empty line behind the fields completes the head.
  private mutating func readLine(of head: RequestHead, _ bytes: Span<UInt8>, until count: Int) -> LineOutcome {
    guard count - lineStart >= 2, bytes[count - 2] == 0x0D else { return .refused(.bareLineEnding) }
    let line = lineStart..<count - 2
    let outcome = isInsideFields ? readField(of: head, line, in: bytes) : readFirstLine(of: head, line, in: bytes)
    lineStart = isInsideFields ? count : 0
    // A CR inside has no place anywhere, so it was refused: under its own name.
    if case .refused = outcome, bytes.firstIndex(of: 0x0D, in: line) != nil { return .refused(.bareLineEnding) }
    return outcome
  }

  private var isInsideFields: Bool { if case .fields = state { true } else { false } }

  private mutating func readField(
    of head: RequestHead, _ line: Range<Int>, in bytes: Span<UInt8>
  ) -> LineOutcome {
    guard !line.isEmpty else {
      return framing.apply(to: head).map { .refused($0) } ?? .isComplete
    }
    guard head.section.slots.count < limits.fieldCount else { return .refused(.tooManyFields) }
    switch FieldSection.slot(of: line, in: bytes) {
    case .failure(let refusal): return .refused(refusal)
    case .success(let slot):
      head.section.slots.append(slot)
      return framing.note(slot, in: bytes).map { .refused($0) } ?? .goesOn
    }
  }

  private mutating func readFirstLine(
    of head: RequestHead, _ line: Range<Int>, in bytes: Span<UInt8>
  ) -> LineOutcome {
    guard !line.isEmpty else {
      // One empty line before a request is an old client's slip (RFC 9112, section 2.2); more are no request.
      emptyLines += 1
      return emptyLines > 1 ? .refused(.malformedRequestLine) : .isSkipped
    }
    if let refusal = head.readRequestLine(line, in: bytes) { return .refused(refusal) }
    state = .fields
    fieldsStart = line.upperBound + 2
    head.section.slots.reserveCapacity(16)
    return .goesOn
  }

  private mutating func finishHead(_ head: RequestHead) {
    switch head.framing {
    case .none: state = .requestLine
    case .length(let length):
      state = .fixedBody
      isInsideBody = true
      remainingBody = length
    case .chunked:
      state = .chunkedBody
      isInsideBody = true
      remainingBody = nil
      chunks = ChunkedDecoder(limits: limits)
    }
    framing = FramingFields()
    lineStart = 0
    emptyLines = 0
  }
}
