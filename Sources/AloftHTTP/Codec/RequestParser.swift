/// Turns the bytes of a connection into requests, one event at a time: a state machine without I/O.
///
/// Bytes may arrive in pieces of any size; what is needed later is kept inside. After a refusal nothing more is read.
package struct RequestParser: Sendable {
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
  private var head = RequestHeadDraft()
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

  package init(limits: ParserLimits = ParserLimits()) {
    self.limits = limits
    chunks = ChunkedDecoder(limits: limits)
  }

  /// Whether bytes of a request have arrived whose head is not complete yet.
  package var isInsideHead: Bool {
    switch state {
    case .requestLine: !head.section.bytes.isEmpty || emptyLines > 0
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
    // Not before something arrives: a connection that waits for its next request holds no buffer for it.
    guard offset < input.count else { return .incomplete }
    if head.section.bytes.isEmpty { head.section.reserve(min(max(256, input.count - offset), 2048)) }
    while offset < input.count {
      let end = input.firstIndex(of: 0x0A, in: offset..<input.count).map { $0 + 1 }
      let piece = input.extracting(offset..<(end ?? input.count))
      // The closure form is the only way to append a span's bytes at once; the pointer does not leave it.
      piece.withUnsafeBufferPointer { head.section.bytes.append(contentsOf: $0) }
      offset += piece.count
      if let refusal = checkSizes(lineIsComplete: end != nil, added: piece.count) { return refuse(refusal) }
      guard end != nil else { return .incomplete }
      switch readLine() {
      case .goesOn: continue
      case .isComplete: return .head(takeHead())
      case .refused(let refusal): return refuse(refusal)
      }
    }
    return .incomplete
  }

  private mutating func refuse(_ refusal: RequestRefusal) -> Event {
    state = .refused(refusal)
    isInsideBody = false
    remainingBody = 0
    return .refused(refusal)
  }

  private func checkSizes(lineIsComplete: Bool, added: Int) -> RequestRefusal? {
    let bytes = head.section.bytes
    // The end of a line is not counted, whether it has arrived whole or its CR only.
    let ending = lineIsComplete ? 2 : bytes.last == 0x0D ? 1 : 0
    switch state {
    case .requestLine:
      // A first byte that begins no method is refused at once: another protocol would wait for an answer in vain.
      if let first = bytes.first, !first.isToken, first != 0x0D, first != 0x0A { return .malformedRequestLine }
      if bytes.count - ending > limits.requestLine { return .requestLineTooLong }
    case .fields:
      if bytes.count - fieldsStart - ending > limits.headerSection { return .headerTooLarge }
    default: break
    }
    // A carriage return that ends no line is refused without waiting for the line's end.
    // What came earlier has been looked at, all but its last byte: a line in many pieces is not read again with each.
    if !lineIsComplete {
      let start = max(lineStart, bytes.count - added - 1)
      for index in start..<bytes.count - 1 where bytes[index] == 0x0D { return .bareLineEnding }
    }
    return nil
  }

  private enum LineOutcome {
    case goesOn
    case isComplete
    case refused(RequestRefusal)

    init(_ refusal: RequestRefusal?) { self = refusal.map { .refused($0) } ?? .goesOn }
  }

  /// Reads the complete line at the buffer's end; the empty line behind the fields completes the head.
  private mutating func readLine() -> LineOutcome {
    // Held for this line only, so that the next one finds the buffer unshared.
    let held = head.section.bytes
    let bytes = held.span
    let count = bytes.count
    guard count - lineStart >= 2, bytes[count - 2] == 0x0D else { return .refused(.bareLineEnding) }
    let line = lineStart..<count - 2
    guard bytes.firstIndex(of: 0x0D, in: line) == nil else { return .refused(.bareLineEnding) }
    guard case .fields = state else { return readFirstLine(line, in: bytes) }
    lineStart = count
    guard !line.isEmpty else {
      return framing.apply(to: &head).map { .refused($0) } ?? .isComplete
    }
    guard head.section.slots.count < limits.fieldCount else { return .refused(.tooManyFields) }
    switch FieldSection.slot(of: line, in: bytes) {
    case .failure(let refusal): return .refused(refusal)
    case .success(let slot):
      head.section.slots.append(slot)
      return LineOutcome(framing.note(slot, in: bytes))
    }
  }

  private mutating func readFirstLine(_ line: Range<Int>, in bytes: Span<UInt8>) -> LineOutcome {
    guard !line.isEmpty else {
      // One empty line before a request is an old client's slip (RFC 9112, section 2.2); more are no request.
      emptyLines += 1
      head.section.bytes = []
      return emptyLines > 1 ? .refused(.malformedRequestLine) : .goesOn
    }
    if let refusal = head.readRequestLine(line, in: bytes) { return .refused(refusal) }
    state = .fields
    lineStart = line.upperBound + 2
    fieldsStart = lineStart
    return .goesOn
  }

  private mutating func takeHead() -> RequestHead {
    var draft = RequestHeadDraft()
    swap(&draft, &head)
    let complete = RequestHead(draft)
    switch complete.framing {
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
    return complete
  }
}
