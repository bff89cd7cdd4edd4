import AloftHTTP

/// What a parser of forms found in pieces, as its reader would hear of it.
struct FormTranscript: Equatable {
  struct Part: Equatable {
    let head: PartHead
    var data: [UInt8] = []

    var name: String { head.name }
    var text: String { String(decoding: data, as: UTF8.self) }
  }

  private(set) var parts: [Part] = []
  private(set) var isEnded = false
  private(set) var error: FormError?
  /// The most bytes that had to be given again.
  private(set) var mostPending = 0

  init(_ pieces: [[UInt8]], boundary: String = "b", limits: FormLimits = FormLimits()) {
    guard var parser = MultipartParser(boundary: Array(boundary.utf8), limits: limits) else {
      error = .missingBoundary
      return
    }
    var pending: [UInt8] = []
    for piece in pieces where error == nil && !isEnded {
      pending += piece
      read(&pending, with: &parser)
      mostPending = max(mostPending, pending.count)
    }
  }

  init(_ text: String, boundary: String = "b", limits: FormLimits = FormLimits()) {
    self.init([Array(text.utf8)], boundary: boundary, limits: limits)
  }

  static func == (one: FormTranscript, other: FormTranscript) -> Bool {
    one.parts == other.parts && one.isEnded == other.isEnded && one.error == other.error
  }

  private mutating func read(_ input: inout [UInt8], with parser: inout MultipartParser) {
    var offset = 0
    defer { input.removeFirst(offset) }
    while true {
      switch parser.next(input.span, at: &offset) {
      case .part(let head): parts.append(Part(head: head))
      case .data(let range): parts[parts.count - 1].data += input[range]
      case .partEnd: break
      case .end:
        isEnded = true
        return
      case .incomplete: return
      case .refused(let refusal):
        error = refusal
        return
      }
    }
  }

  /// A part as programs send it.
  static func part(_ name: String, _ data: String, header: String = "") -> String {
    "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\(header)\r\n\r\n\(data)\r\n"
  }
}
