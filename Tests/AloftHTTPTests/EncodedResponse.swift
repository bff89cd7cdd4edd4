import AloftHTTP

/// A response as it goes over the wire, taken apart at its line ends.
struct EncodedResponse {
  let lines: [String]
  let body: String
  let plan: ResponseEncoder.Plan

  static let date = "Mon, 23 Nov 2026 20:48:24 GMT"
  static let dateLine = Array("Date: \(date)\r\n".utf8)

  /// Encodes `response`, a streamed body in the given pieces.
  init(
    _ response: Response, _ circumstances: ResponseEncoder.Circumstances = ResponseEncoder.Circumstances(),
    pieces: [String] = [], trailers: Headers = [:]
  ) throws(ResponseEncoder.Failure) {
    var encoder = ResponseEncoder()
    var out = OutputBytes()
    plan = try encoder.begin(response, circumstances, dateLine: Self.dateLine, into: &out)
    let headCount = out.count
    if plan.sendsBody {
      for piece in response.body.bytes.map({ [$0] }) ?? pieces.map({ Array($0.utf8) }) {
        try encoder.beginPiece(count: piece.count, into: &out)
        out.append(piece)
        encoder.endPiece(into: &out)
      }
    }
    try encoder.end(trailers: trailers, into: &out)
    let bytes = out.bytes
    // The head must be all that stands before the first empty line; bytes, not characters: CR LF is one of those.
    var lines: [[UInt8]] = [[]]
    for byte in bytes[..<headCount] {
      if byte == 0x0A, lines[lines.count - 1].last == 0x0D {
        lines[lines.count - 1].removeLast()
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte)
      }
    }
    self.lines = lines.map { String(decoding: $0, as: UTF8.self) }
    body = String(decoding: bytes[headCount...], as: UTF8.self)
  }

  /// The fields between the status line and the two empty ends that the empty line leaves.
  var fields: [String] { Array(lines.dropFirst().dropLast(2)) }

  /// The values of all fields of a name.
  func values(of name: String) -> [String] {
    fields.filter { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
  }
}
