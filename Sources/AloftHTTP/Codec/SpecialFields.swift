/// The fields of a response that the encoder writes itself, as its author may have set them.
struct SpecialFields {
  private(set) var closes = false
  private(set) var date: String?
  private var length: String?
  private var lengthsDiffer = false

  /// Takes a field if it is one of these.
  ///
  /// - Returns: Whether it was taken, and so is not to be written as it is.
  mutating func take(_ field: Headers.Field) -> Bool {
    // The name's length tells most other fields apart without looking at a letter.
    switch field.name.spelling.utf8.count {
    case 4 where field.name == .date: date = field.value
    case 10 where field.name == .connection:
      // Of the connection's options the author may ask for its end only; upgrades have a response of their own.
      if field.value.split(whereSeparator: { $0 == "," || $0 == " " }).contains(where: { $0.lowercased() == "close" }) {
        closes = true
      }
    case 14 where field.name == .contentLength:
      if let length, length != field.value { lengthsDiffer = true }
      length = field.value
    case 17 where field.name == .transferEncoding: break
    default: return false
    }
    return true
  }

  /// The length to announce: what the body knows of itself, checked against what the author said.
  ///
  /// - Throws: `lengthMismatch` where the two contradict each other; a HEAD's author may describe a body he never made.
  func length(of body: ResponseBody, isHead: Bool) throws(ResponseEncoder.Failure) -> Int? {
    let known = body.length
    if let known, known < 0 { throw .lengthMismatch }
    guard let length else { return known }
    guard !lengthsDiffer, let said = Int(length), said >= 0 else { throw .lengthMismatch }
    if let known, known != said, !(isHead && known == 0) { throw .lengthMismatch }
    return said
  }

  /// Whether a field frames or routes a message, and so has no place behind it.
  static func frames(_ name: HeaderName) -> Bool {
    [.contentLength, .transferEncoding, .host, .trailer, .connection].contains(name)
  }
}
