/// Decodes a body in chunks (RFC 9112, section 7.1): a state machine without I/O.
package struct ChunkedDecoder: Sendable {
  private enum State: Sendable {
    case size
    case data(remaining: Int)
    case dataEnd
    case trailers
    case ended
  }

  private let limits: ParserLimits
  private var state = State.size
  /// The line being collected: a chunk's size with its extension, or the CRLF behind a chunk's data.
  private var line: [UInt8] = []
  private var extensionBytes = 0
  private var trailers = FieldSection()
  private var trailerStart = 0

  package init(limits: ParserLimits = ParserLimits()) { self.limits = limits }

  /// Reads on in `input` from `offset` up to the next event, and moves `offset` behind what was used.
  package mutating func next(_ input: Span<UInt8>, at offset: inout Int) -> RequestParser.Event {
    while offset < input.count {
      if case .data(let remaining) = state {
        let count = min(remaining, input.count - offset)
        defer { offset += count }
        state = count == remaining ? .dataEnd : .data(remaining: remaining - count)
        return .body(offset..<offset + count)
      }
      let byte = input[offset]
      offset += 1
      switch step(byte) {
      case nil: continue
      case let event?: return event
      }
    }
    return .incomplete
  }

  /// Takes one byte that is not data.
  private mutating func step(_ byte: UInt8) -> RequestParser.Event? {
    switch state {
    case .size: return stepSize(byte)
    case .dataEnd:
      line.append(byte)
      guard byte == (line.count == 1 ? 0x0D : 0x0A) else { return .refused(.malformedChunk) }
      if line.count == 2 {
        line.removeAll(keepingCapacity: true)
        state = .size
      }
      return nil
    case .trailers: return stepTrailer(byte)
    case .data, .ended: return .refused(.malformedChunk)
    }
  }

  private mutating func stepSize(_ byte: UInt8) -> RequestParser.Event? {
    if line.last == 0x0D {
      guard byte == 0x0A else { return .refused(.malformedChunk) }
      line.removeLast()
      return finishSize()
    }
    guard byte == 0x0D || byte.isFieldValue else { return .refused(.malformedChunk) }
    line.append(byte)
    // A size has at most 16 digits, CR behind them; in a longer line the rest is extension.
    if line.count == 18, !line.contains(UInt8(ascii: ";")) { return .refused(.malformedChunk) }
    return line.count - 17 > limits.chunkExtensions - extensionBytes ? .refused(.extensionsTooLarge) : nil
  }

  private mutating func finishSize() -> RequestParser.Event? {
    let digits = line.prefix { $0.hexValue != nil }
    guard (1...16).contains(digits.count) else { return .refused(.malformedChunk) }
    let rest = line[digits.endIndex...]
    guard ChunkExtension.isValid(rest) else {
      return .refused(rest.contains(UInt8(ascii: ";")) ? .malformedExtension : .malformedChunk)
    }
    // Counted over the whole body: each chunk may have one.
    extensionBytes += rest.count
    guard extensionBytes <= limits.chunkExtensions else { return .refused(.extensionsTooLarge) }
    var size: UInt64 = 0
    for digit in digits { size = size << 4 | UInt64(digit.hexValue ?? 0) }
    guard let length = Int(exactly: size) else { return .refused(.malformedChunk) }
    line.removeAll(keepingCapacity: true)
    state = length == 0 ? .trailers : .data(remaining: length)
    return nil
  }

  private mutating func stepTrailer(_ byte: UInt8) -> RequestParser.Event? {
    trailers.bytes.append(byte)
    let count = trailers.bytes.count
    if byte != 0x0A {
      // A carriage return that ends no line is refused here, a bare line feed below.
      if count - trailerStart >= 2, trailers.bytes[count - 2] == 0x0D { return .refused(.bareLineEnding) }
      return count - 1 > limits.trailerSection ? .refused(.trailersTooLarge) : nil
    }
    guard count - trailerStart >= 2, trailers.bytes[count - 2] == 0x0D else { return .refused(.bareLineEnding) }
    let line = trailerStart..<count - 2
    trailerStart = count
    if line.isEmpty {
      state = .ended
      return .end(trailers: trailers.slots.isEmpty ? nil : trailers)
    }
    guard trailers.slots.count < limits.fieldCount else { return .refused(.tooManyFields) }
    switch FieldSection.slot(of: line, in: trailers.bytes.span) {
    case .failure(let refusal): return .refused(refusal)
    case .success(let slot):
      trailers.slots.append(slot)
      return isForbidden(slot) ? .refused(.forbiddenTrailer) : nil
    }
  }

  /// Fields that frame or route a message have no place behind it (RFC 9110, section 6.5.1).
  private func isForbidden(_ slot: FieldSection.Slot) -> Bool {
    ["Content-Length", "Transfer-Encoding", "Host", "Trailer", "Connection", "Authorization", "Cookie"]
      .contains { trailers.matches(slot.name, $0) }
  }
}
