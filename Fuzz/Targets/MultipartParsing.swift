import AloftHTTP

/// The parser of forms with files: cuts change nothing, limits hold, and data come back as they were sent.
func fuzz(_ bytes: [UInt8]) {
  guard let input = FuzzInput(bytes) else { return }
  let whole = FormReading([input.message])
  precondition(FormReading(input.pieces) == whole, "pieces change the meaning")
  precondition(FormReading(input.bytewise) == whole, "single bytes change the meaning")
  precondition(whole.parts.count <= FormReading.limits.fields, "there are more parts than borne")
  precondition(whole.parts.reduce(0) { $0 + $1.data.count } <= input.message.count, "there are more data than bytes")
  for part in whole.parts {
    precondition(part.head.name.utf8.count <= FormReading.limits.name, "a name is longer than borne")
    let isClean = part.head.name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    precondition(isClean, "a name has control characters")
  }
  checkRoundTrip(of: input.message)
}

private struct FormReading: Equatable {
  struct Part: Equatable {
    let head: PartHead
    var data: [UInt8] = []
    var isWhole = false
  }

  /// Small enough to be reached by inputs of the size that a fuzzer makes.
  static let limits: FormLimits = {
    var limits = FormLimits()
    (limits.fields, limits.name, limits.partHeader) = (3, 12, 96)
    return limits
  }()

  var parts: [Part] = []
  var isEnded = false
  var error: FormError?

  init(_ pieces: [[UInt8]], boundary: String = "b", limits: FormLimits = Self.limits) {
    guard var parser = MultipartParser(boundary: Array(boundary.utf8), limits: limits) else {
      preconditionFailure("the boundary is refused")
    }
    var pending: [UInt8] = []
    for piece in pieces where error == nil && !isEnded {
      pending += piece
      let offset = read(pending, with: &parser)
      pending.removeFirst(offset)
    }
    precondition(parser.isEnded == isEnded, "the parser thinks otherwise of the end")
  }

  /// Reads as far as it goes, and says how far that was.
  private mutating func read(_ input: [UInt8], with parser: inout MultipartParser) -> Int {
    var offset = 0
    while true {
      let before = offset
      let event = parser.next(input.span, at: &offset)
      precondition(offset >= before && offset <= input.count, "the offset left the input")
      switch event {
      case .part(let head): parts.append(Part(head: head))
      case .data(let range):
        precondition(!range.isEmpty && range.lowerBound == before && range.upperBound == offset, "not what was used")
        precondition(!parts.isEmpty && !parts[parts.count - 1].isWhole, "data belong to no part")
        parts[parts.count - 1].data += input[range]
      case .partEnd: parts[parts.count - 1].isWhole = true
      case .end:
        isEnded = true
        return offset
      case .incomplete: return offset
      case .refused(let refusal):
        error = refusal
        return offset
      }
    }
  }
}

/// What stands between boundaries that it does not hold comes back byte by byte.
private func checkRoundTrip(of data: [UInt8]) {
  let boundary = "ByS7rkZ1nM"
  guard !String(decoding: data, as: UTF8.self).contains(boundary) else { return }
  let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n\"\r\n\r\n"
  let form = Array(head.utf8) + data + Array("\r\n--\(boundary)--\r\n".utf8)
  let reading = FormReading([form], boundary: boundary, limits: FormLimits())
  precondition(reading.isEnded && reading.parts.count == 1, "a form of one part is read otherwise")
  precondition(reading.parts[0].data == data && reading.parts[0].head.fileName == "n", "data were changed on their way")
}
