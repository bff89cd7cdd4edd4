/// What stands before the data of a form's part.
package struct PartHead: Sendable, Equatable {
  /// The fields, in the order received.
  package let headers: [Headers.Field]
  /// The name of the form's field.
  package let name: String
  /// The name of the file as the client has it; `nil` for a part that is no file.
  package let fileName: String?
  /// The media type, if one is named.
  package let mediaType: MediaType?

  /// Reads the lines of a header, the empty one at its end left out.
  init(_ bytes: Span<UInt8>, longestName: Int) throws(FormError) {
    let headers = try Self.fields(bytes)
    guard let text = headers.first(where: { $0.name == .contentDisposition })?.value else { throw .namelessPart }
    let disposition = ParameterizedValue(parsing: text, isForm: true)
    guard let name = disposition["name"].map(Self.withoutControls) else { throw .namelessPart }
    let fileName = disposition["filename"].map(Self.withoutControls)
    guard name.utf8.count <= longestName, (fileName ?? "").utf8.count <= longestName else {
      throw .headerTooLarge(limit: longestName)
    }
    self.headers = headers
    self.name = name
    self.fileName = fileName
    mediaType = headers.first { $0.name == .contentType }.flatMap { MediaType($0.value) }
  }

  private static func fields(_ bytes: Span<UInt8>) throws(FormError) -> [Headers.Field] {
    var fields: [Headers.Field] = []
    var start = 0
    while start < bytes.count {
      let newline = bytes.firstIndex(of: 0x0A, in: start..<bytes.count) ?? bytes.count
      let end = newline > start && bytes[newline - 1] == 0x0D ? newline - 1 : newline
      let line = (start..<end).map { bytes[$0] }
      start = newline + 1
      guard let first = line.first else { continue }
      // Mail's way to go on in the next line, which some programs still have.
      if first.isBlank, let last = fields.popLast() {
        fields.append(Headers.Field(last.name, last.value + " " + text(line)))
        continue
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(\.isToken),
        fields.count < 32
      else { throw .malformedPart }
      let name = HeaderName(String(decoding: line[..<colon], as: UTF8.self))
      fields.append(Headers.Field(name, text(Array(line[(colon + 1)...]))))
    }
    return fields
  }

  /// A name with blanks for its control characters, which an extended value (`name*=`) can have escaped.
  private static func withoutControls(_ name: String) -> String {
    guard name.utf8.contains(where: { !$0.isFieldValue }) else { return name }
    return String(decoding: name.utf8.map { $0.isFieldValue ? $0 : 0x20 }, as: UTF8.self)
  }

  /// A value without blanks around it; a control character becomes a blank, a byte that is no UTF-8 is repaired.
  private static func text(_ bytes: [UInt8]) -> String {
    let cleaned = bytes.map { $0.isFieldValue ? $0 : 0x20 }
    return String(Substring(FieldText.trimmed(Substring(String(decoding: cleaned, as: UTF8.self)).utf8)))
  }
}
