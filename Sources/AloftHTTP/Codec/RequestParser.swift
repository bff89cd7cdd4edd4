#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

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
    case fixedBody(remaining: Int)
    case chunkedBody
    case refused(RequestRefusal)
  }

  package let limits: ParserLimits
  private var state = State.requestLine
  private var head = RequestHead()
  private var chunks: ChunkedDecoder
  private var lineStart = 0
  private var fieldsStart = 0
  private var emptyLines = 0
  private var framing = FramingFields()

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

  /// Whether a head has been read whose body is not complete yet.
  package var isInsideBody: Bool {
    switch state {
    case .fixedBody, .chunkedBody: true
    default: false
    }
  }

  /// The number of bytes of the body still to come, where it is known.
  package var remainingBody: Int? {
    switch state {
    case .fixedBody(let remaining): remaining
    case .chunkedBody: nil
    default: 0
    }
  }

  /// Reads on in `input` from `offset` up to the next event, and moves `offset` behind what was used.
  package mutating func next(_ input: Span<UInt8>, at offset: inout Int) -> Event {
    switch state {
    case .requestLine, .fields: return readHead(input, at: &offset)
    case .fixedBody(let remaining): return readFixedBody(remaining, input, at: &offset)
    case .chunkedBody:
      let event = chunks.next(input, at: &offset)
      switch event {
      case .end: state = .requestLine
      case .refused(let refusal): state = .refused(refusal)
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
      state = .requestLine
      return .end(trailers: nil)
    }
    guard offset < input.count else { return .incomplete }
    let count = min(remaining, input.count - offset)
    defer { offset += count }
    state = .fixedBody(remaining: remaining - count)
    return .body(offset..<offset + count)
  }

  // MARK: - Head

  private mutating func readHead(_ input: Span<UInt8>, at offset: inout Int) -> Event {
    while offset < input.count {
      let end = Self.lineEnd(in: input, from: offset)
      let piece = input.extracting(offset..<(end ?? input.count))
      // The closure form is the only way to append a span's bytes at once; the pointer does not leave it.
      piece.withUnsafeBufferPointer { head.section.bytes.append(contentsOf: $0) }
      offset += piece.count
      if let refusal = checkSizes(lineIsComplete: end != nil, added: piece.count) { return refuse(refusal) }
      guard end != nil else { return .incomplete }
      switch readLine() {
      case .success(nil): continue
      case .success(let complete?): return .head(complete)
      case .failure(let refusal): return refuse(refusal)
      }
    }
    return .incomplete
  }

  /// The index behind the next line feed.
  private static func lineEnd(in input: Span<UInt8>, from start: Int) -> Int? {
    // memchr looks at many bytes at once; base and count are the span's own.
    input.extracting(start..<input.count).withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base, 0x0A, bytes.count) else { return nil }
      return start + (UnsafeRawPointer(found) - base) + 1
    }
  }

  private mutating func refuse(_ refusal: RequestRefusal) -> Event {
    state = .refused(refusal)
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

  /// Reads the complete line at the buffer's end; the empty line behind the fields completes the head.
  private mutating func readLine() -> Result<RequestHead?, RequestRefusal> {
    let count = head.section.bytes.count
    guard count - lineStart >= 2, head.section.bytes[count - 2] == 0x0D else { return .failure(.bareLineEnding) }
    let line = lineStart..<count - 2
    for index in line where head.section.bytes[index] == 0x0D { return .failure(.bareLineEnding) }
    guard case .fields = state else { return readFirstLine(line) }
    lineStart = count
    guard !line.isEmpty else { return finishHead() }
    guard head.section.slots.count < limits.fieldCount else { return .failure(.tooManyFields) }
    return head.section.readField(in: line).flatMap { slot in
      framing.note(slot, in: head.section).map { .failure($0) } ?? .success(nil)
    }
  }

  private mutating func readFirstLine(_ line: Range<Int>) -> Result<RequestHead?, RequestRefusal> {
    guard !line.isEmpty else {
      // One empty line before a request is an old client's slip (RFC 9112, section 2.2); more are no request.
      emptyLines += 1
      head.section.bytes.removeAll(keepingCapacity: true)
      return emptyLines > 1 ? .failure(.malformedRequestLine) : .success(nil)
    }
    if let refusal = head.readRequestLine(line) { return .failure(refusal) }
    state = .fields
    lineStart = line.upperBound + 2
    fieldsStart = lineStart
    return .success(nil)
  }

  private mutating func finishHead() -> Result<RequestHead?, RequestRefusal> {
    if let refusal = framing.apply(to: &head) { return .failure(refusal) }
    let complete = head
    switch complete.framing {
    case .none: state = .requestLine
    case .length(let length): state = .fixedBody(remaining: length)
    case .chunked:
      state = .chunkedBody
      chunks = ChunkedDecoder(limits: limits)
    }
    head = RequestHead()
    framing = FramingFields()
    lineStart = 0
    emptyLines = 0
    return .success(complete)
  }
}
