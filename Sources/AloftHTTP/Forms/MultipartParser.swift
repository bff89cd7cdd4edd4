/// Takes the body of a form with files apart (RFC 7578, RFC 2046 section 5.1): a state machine without I/O.
///
/// Lines may end in LF alone, as some programs write them. What stands before the first boundary and behind the last is
/// passed over.
package struct MultipartParser: Sendable {
  /// What was found.
  package enum Event: Sendable, Equatable {
    /// A part has begun.
    case part(PartHead)
    /// Bytes of the part, in the input; never empty.
    case data(Range<Int>)
    /// The part has ended.
    case partEnd
    /// The form has ended.
    case end
    /// More bytes are needed: those behind the offset have to be given again, in front of what comes next.
    case incomplete
    case refused(FormError)
  }

  private enum State: Sendable {
    /// Before the first boundary.
    case preamble
    case header
    case data
    case ended
    case refused(FormError)
  }

  /// A boundary may be followed by blanks, not by many.
  private static let mostPadding = 64

  private let limits: FormLimits
  /// `\n--boundary`; the first byte may be missing at the very beginning, and a CR may stand in front of it.
  private let delimiter: [UInt8]
  private var state = State.preamble
  /// Whether nothing was read since the last line's end that belongs to it: a boundary may begin here.
  private var isAtLineStart = true
  /// The bytes behind the offset that were looked at already.
  private var searched = 0
  private var parts = 0

  /// Creates a parser.
  ///
  /// - Parameters:
  ///   - boundary: What separates the parts, without the hyphens in front; of 1 to 70 bytes, else `nil`.
  ///   - limits: What is borne.
  package init?(boundary: [UInt8], limits: FormLimits = FormLimits()) {
    guard (1...70).contains(boundary.count), boundary.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
    delimiter = Array("\n--".utf8) + boundary
    self.limits = limits
  }

  /// Whether the last boundary was read.
  package var isEnded: Bool { if case .ended = state { true } else { false } }

  /// Reads on in `input` from `offset` up to the next event, and moves `offset` behind what was used.
  package mutating func next(_ input: Span<UInt8>, at offset: inout Int) -> Event {
    while true {
      switch state {
      case .preamble:
        guard let event = nextOfPreamble(input, &offset) else { continue }
        return event
      case .header: return nextHeader(input, &offset)
      case .data: return nextData(input, &offset)
      case .ended:
        offset = input.count
        return .end
      case .refused(let error): return .refused(error)
      }
    }
  }

  private mutating func refuse(_ error: FormError) -> Event {
    state = .refused(error)
    return .refused(error)
  }

  // MARK: - Boundaries

  private enum Match {
    /// A boundary begins at `start`, its line end included, and what follows begins at `next`.
    case boundary(start: Int, next: Int, isLast: Bool)
    /// There is none; what lies from `rest` on may be the beginning of one.
    case none(rest: Int)
  }

  /// Looks for the next boundary from `offset` on.
  private func find(_ input: Span<UInt8>, from offset: Int) -> Match {
    if isAtLineStart {
      switch boundaryLine(input, at: offset, skipping: 1) {
      case .found(let next, let isLast): return .boundary(start: offset, next: next, isLast: isLast)
      case .tooShort: return .none(rest: offset)
      case .absent: break
      }
    }
    var index = offset
    while let newline = input.firstIndex(of: 0x0A, in: index..<input.count) {
      let start = newline > offset && input[newline - 1] == 0x0D ? newline - 1 : newline
      switch boundaryLine(input, at: newline, skipping: 0) {
      case .found(let next, let isLast): return .boundary(start: start, next: next, isLast: isLast)
      case .tooShort: return .none(rest: start)
      case .absent: index = newline + 1
      }
    }
    // A CR at the end may belong to a boundary's line.
    return .none(rest: input.count > offset && input[input.count - 1] == 0x0D ? input.count - 1 : input.count)
  }

  private enum Line {
    case found(next: Int, isLast: Bool)
    case absent
    /// The input ends within what may be one.
    case tooShort
  }

  /// Whether the delimiter stands at `index` with nothing behind it but the end of its line, or two hyphens.
  private func boundaryLine(_ input: Span<UInt8>, at index: Int, skipping skipped: Int) -> Line {
    var position = index
    for byte in delimiter.dropFirst(skipped) {
      guard position < input.count else { return .tooShort }
      guard input[position] == byte else { return .absent }
      position += 1
    }
    guard position < input.count else { return .tooShort }
    if input[position] == UInt8(ascii: "-") {
      guard position + 1 < input.count else { return .tooShort }
      return input[position + 1] == UInt8(ascii: "-") ? .found(next: position + 2, isLast: true) : .absent
    }
    let padding = position
    while position < input.count, input[position].isBlank, position - padding < Self.mostPadding { position += 1 }
    guard position < input.count else { return .tooShort }
    if input[position] == 0x0D {
      guard position + 1 < input.count else { return .tooShort }
      position += 1
    }
    return input[position] == 0x0A ? .found(next: position + 1, isLast: false) : .absent
  }

  private mutating func begin(_ next: Int, isLast: Bool, _ offset: inout Int) {
    offset = next
    searched = 0
    state = isLast ? .ended : .header
  }

  private mutating func nextOfPreamble(_ input: Span<UInt8>, _ offset: inout Int) -> Event? {
    switch find(input, from: offset) {
    case .boundary(_, let next, let isLast):
      begin(next, isLast: isLast, &offset)
      return nil
    case .none(let rest):
      if rest > offset { isAtLineStart = false }
      offset = rest
      return .incomplete
    }
  }

  private mutating func nextData(_ input: Span<UInt8>, _ offset: inout Int) -> Event {
    switch find(input, from: offset) {
    case .boundary(let start, let next, let isLast):
      guard start == offset else {
        isAtLineStart = false
        defer { offset = start }
        return .data(offset..<start)
      }
      begin(next, isLast: isLast, &offset)
      return .partEnd
    case .none(let rest):
      guard rest > offset else { return .incomplete }
      isAtLineStart = false
      defer { offset = rest }
      return .data(offset..<rest)
    }
  }

  // MARK: - Headers

  private mutating func nextHeader(_ input: Span<UInt8>, _ offset: inout Int) -> Event {
    var line = offset + searched
    while let newline = input.firstIndex(of: 0x0A, in: line..<input.count) {
      let end = newline > line && input[newline - 1] == 0x0D ? newline - 1 : newline
      guard newline - offset < limits.partHeader else { return refuse(.headerTooLarge(limit: limits.partHeader)) }
      if end == line { return begin(headerEnd: end, next: newline + 1, input, &offset) }
      line = newline + 1
    }
    guard input.count - offset < limits.partHeader else { return refuse(.headerTooLarge(limit: limits.partHeader)) }
    searched = line - offset
    return .incomplete
  }

  private mutating func begin(headerEnd: Int, next: Int, _ input: Span<UInt8>, _ offset: inout Int) -> Event {
    parts += 1
    guard parts <= limits.fields else { return refuse(.tooManyFields(limit: limits.fields)) }
    do throws(FormError) {
      let head = try PartHead(input.extracting(offset..<headerEnd), longestName: limits.name)
      offset = next
      searched = 0
      state = .data
      // A part without data: the boundary follows at once.
      isAtLineStart = true
      return .part(head)
    } catch {
      return refuse(error)
    }
  }
}
