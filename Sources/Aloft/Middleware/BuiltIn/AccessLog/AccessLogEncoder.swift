internal import AloftCore
internal import AloftHTTP

/// Writes the lines of an access log: bytes of ASCII, with nothing in them that begins a line or moves a cursor.
struct AccessLogEncoder: Sendable {
  /// How a response ended.
  struct Ending: Sendable {
    var milliseconds = 0
    var seconds = 0
    var duration: UInt64 = 0
    var size = 0
    var isAborted = false

    /// One that ends now.
    init(clock: LogClock, start: UInt64) {
      (seconds, milliseconds) = clock.timeOfDay()
      let now = clock.stopwatch()
      duration = now > start ? now - start : 0
    }

    func of(size: Int, isAborted: Bool = false) -> Ending {
      var ending = self
      ending.size = size
      ending.isAborted = isAborted
      return ending
    }
  }

  /// A line whose end is not known yet: what is known, and where the rest has its place.
  struct Begun: Sendable {
    var bytes: [UInt8]
    var gaps: [(place: Int, field: AccessLog.Field)]
  }

  let format: AccessLog.Format
  let fields: [AccessLog.Field]

  /// Writes a whole line.
  func encode(_ request: Request, _ status: Status, _ ending: Ending, into out: inout OutputBytes) {
    open(&out)
    for (index, field) in fields.enumerated() {
      name(field, isFirst: index == 0, &out)
      if !write(field, of: ending, &out) { write(field, of: request, status, &out) }
    }
    close(ending, &out)
  }

  /// Writes what is known before the body is sent.
  func begin(_ request: Request, _ status: Status) -> Begun {
    var out = OutputBytes()
    var gaps: [(Int, AccessLog.Field)] = []
    open(&out)
    for (index, field) in fields.enumerated() {
      name(field, isFirst: index == 0, &out)
      switch field {
      case .time, .size, .duration: gaps.append((out.count, field))
      default: write(field, of: request, status, &out)
      }
    }
    return Begun(bytes: out.bytes, gaps: gaps)
  }

  /// Completes a line.
  func encode(_ begun: Begun, _ ending: Ending, into out: inout OutputBytes) {
    begun.bytes.withUnsafeBytes { bytes in
      var start = 0
      for gap in begun.gaps {
        out.append(UnsafeRawBufferPointer(rebasing: bytes[start..<gap.place]))
        _ = write(gap.field, of: ending, &out)
        start = gap.place
      }
      out.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
    close(ending, &out)
  }

  // MARK: - Around the values

  private func open(_ out: inout OutputBytes) { if format == .json { out.append(UInt8(ascii: "{")) } }

  private func close(_ ending: Ending, _ out: inout OutputBytes) {
    switch format {
    case .text: out.append(fixed: ending.isAborted ? " aborted\n" : "\n")
    case .json: out.append(fixed: ending.isAborted ? ",\"aborted\":true}\n" : "}\n")
    }
  }

  private func name(_ field: AccessLog.Field, isFirst: Bool, _ out: inout OutputBytes) {
    guard format == .json else { return isFirst ? () : out.append(0x20) }
    out.append(fixed: isFirst ? "\"" : ",\"")
    switch field {
    case .duration: out.append(fixed: "duration_ms")
    case .userAgent: out.append(fixed: "user_agent")
    default: out.append(field.rawValue)
    }
    out.append(fixed: "\":")
  }

  // MARK: - Values

  /// Writes a value that is known at the end; `false` for one that is known before.
  private func write(_ field: AccessLog.Field, of ending: Ending, _ out: inout OutputBytes) -> Bool {
    switch field {
    case .time:
      if format == .json { out.append(UInt8(ascii: "\"")) }
      Self.write(seconds: ending.seconds, milliseconds: ending.milliseconds, &out)
      if format == .json { out.append(UInt8(ascii: "\"")) }
    case .size:
      out.append(decimal: ending.size)
      if format == .text { out.append(UInt8(ascii: "B")) }
    case .duration:
      let microseconds = Int(ending.duration / 1000)
      out.append(decimal: microseconds / 1000)
      var digits: InlineArray<4, UInt8> = [UInt8(ascii: "."), 0, 0, 0]
      digits.write(microseconds % 1000, at: 1, count: 3)
      withUnsafeBytes(of: &digits) { out.append($0) }
      if format == .text { out.append(fixed: "ms") }
    default: return false
    }
    return true
  }

  private func write(_ field: AccessLog.Field, of request: Request, _ status: Status, _ out: inout OutputBytes) {
    switch field {
    case .status: out.append(decimal: status.code)
    case .method: write(request.method.name, &out)
    case .path: request.withPathBytes { write(bytes: $0, &out) }
    case .query: write(request.queryString, &out)
    case .route: write(request.routePattern, &out)
    case .host: write(request.host, &out)
    case .client: write(request.clientAddress, &out)
    case .id: write(request.id, &out)
    case .referrer: write(request.headers["Referer"], isQuoted: true, &out)
    case .userAgent: write(request.headers[.userAgent], isQuoted: true, &out)
    case .time, .size, .duration: break
    }
  }

  /// Writes a value that somebody else chose.
  private func write(_ text: String?, isQuoted: Bool = false, _ out: inout OutputBytes) {
    guard var text, !text.isEmpty else { return out.append(fixed: format == .text ? "-" : "null") }
    text.withUTF8 { write(bytes: UnsafeRawBufferPointer($0), isQuoted: isQuoted, &out) }
  }

  private func write(bytes: UnsafeRawBufferPointer, isQuoted: Bool = false, _ out: inout OutputBytes) {
    switch format {
    case .json: out.append(json: bytes)
    case .text:
      if isQuoted { out.append(UInt8(ascii: "\"")) }
      out.append(visible: bytes, keepsBlanks: isQuoted)
      if isQuoted { out.append(UInt8(ascii: "\"")) }
    }
  }

  /// `2026-11-23T20:48:24.123Z` (RFC 3339).
  private static func write(seconds: Int, milliseconds: Int, _ out: inout OutputBytes) {
    // No clock of a running machine is before 1970 or after 9999.
    let seconds = min(max(seconds, 0), 253_402_300_799)
    let (year, month, day) = Calendar.date(ofDay: seconds / 86_400)
    var text = InlineArray<24, UInt8>(repeating: UInt8(ascii: "-"))
    text.write(year, at: 0, count: 4)
    text.write(month, at: 5, count: 2)
    text.write(day, at: 8, count: 2)
    text[10] = UInt8(ascii: "T")
    text.write(seconds / 3600 % 24, at: 11, count: 2)
    text[13] = UInt8(ascii: ":")
    text.write(seconds / 60 % 60, at: 14, count: 2)
    text[16] = UInt8(ascii: ":")
    text.write(seconds % 60, at: 17, count: 2)
    text[19] = UInt8(ascii: ".")
    text.write(min(max(milliseconds, 0), 999), at: 20, count: 3)
    text[23] = UInt8(ascii: "Z")
    withUnsafeBytes(of: &text) { out.append($0) }
  }
}

extension InlineArray where Element == UInt8 {
  /// Writes a number with zeros in front.
  fileprivate mutating func write(_ number: Int, at place: Int, count digits: Int) {
    var rest = number
    for index in (place..<place + digits).reversed() {
      self[index] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
      rest /= 10
    }
  }
}

extension Request {
  /// The path as it was sent.
  fileprivate func withPathBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    let range = pathRange
    guard !range.isEmpty else {
      withUnsafeBytes(of: UInt8(ascii: "/")) { body($0) }
      return
    }
    receivedBytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}
