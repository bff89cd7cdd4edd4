import Aloft
import AloftHTTP

/// Answers cases of Werkzeug's parser of forms with files.
struct MultipartCases {
  private struct Refused: Error {
    let error: FormError
  }

  static func answer(_ testCase: JSON) -> [JSON.Member] {
    var limits = FormLimits()
    limits.fields = Self.number(testCase["max_form_parts"]) ?? .max
    limits.memory = Self.number(testCase["max_form_memory_size"]) ?? .max
    do {
      let parts = try Self.parts(
        of: Base64Text.bytes(testCase["body_b64"].string ?? ""),
        boundary: Base64Text.bytes(testCase["boundary"]["b64"].string ?? ""), limits)
      return [
        JSON.Member(name: "form", value: Self.json(parts.filter { $0.head.fileName == nil }, Self.field)),
        JSON.Member(name: "files", value: Self.json(parts.filter { $0.head.fileName != nil }, Self.file)),
      ]
    } catch {
      return [JSON.Member(name: "error", value: .object([JSON.Member(name: "class", value: .string("\(error)"))]))]
    }
  }

  private struct Part {
    let head: PartHead
    var bytes: [UInt8] = []
  }

  private static func parts(of body: [UInt8], boundary: [UInt8], _ limits: FormLimits) throws -> [Part] {
    guard var parser = MultipartParser(boundary: boundary, limits: limits) else {
      throw Refused(error: .missingBoundary)
    }
    var parts: [Part] = []
    var offset = 0
    var memory = 0
    while true {
      switch parser.next(body.span, at: &offset) {
      case .part(let head): parts.append(Part(head: head))
      case .data(let range):
        parts[parts.count - 1].bytes += body[range]
        if parts[parts.count - 1].head.fileName == nil { memory += range.count }
        if memory > limits.memory { throw Refused(error: .fieldsTooLarge(limit: limits.memory)) }
      case .partEnd: break
      case .end: return parts
      case .incomplete: throw Refused(error: .incomplete)
      case .refused(let error): throw Refused(error: error)
      }
    }
  }

  private static func number(_ value: JSON) -> Int? { if case .int(let number) = value { number } else { nil } }

  /// A dictionary of lists: names in the order of their first value.
  private static func json(_ parts: [Part], _ value: (Part) -> JSON) -> JSON {
    var names: [String] = []
    for part in parts where !names.contains(part.head.name) { names.append(part.head.name) }
    let pairs = names.flatMap { name in
      parts.filter { $0.head.name == name }.map { JSON.array([.string(name), value($0)]) }
    }
    return HTTPSuite.tagged("multidict", .array(pairs))
  }

  private static func field(_ part: Part) -> JSON { .string(String(decoding: part.bytes, as: UTF8.self)) }

  private static func file(_ part: Part) -> JSON {
    let headers = part.head.headers.map { JSON.array([.string($0.name.spelling), .string($0.value)]) }
    return .object([
      JSON.Member(name: "$t", value: .string("file")), JSON.Member(name: "name", value: .string(part.head.name)),
      JSON.Member(name: "filename", value: .string(part.head.fileName ?? "")),
      JSON.Member(name: "headers", value: .array(headers)),
      JSON.Member(name: "b64", value: .string(Base64Text.text(part.bytes))),
    ])
  }
}

/// Bytes as the cases record them.
enum Base64Text {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func bytes(_ text: String) -> [UInt8] {
    var bits: UInt32 = 0
    var count = 0
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { continue }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for index in 0..<4 {
        text.append(
          index <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
