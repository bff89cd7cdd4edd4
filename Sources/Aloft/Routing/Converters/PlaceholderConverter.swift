import AloftHTTP

/// The converter of one placeholder. Those that every application has are called directly, an application's own
/// through its protocol: a request's path must not pay for what it doesn't use.
enum PlaceholderConverter: Sendable {
  case string(StringConverter)
  case int(IntConverter)
  case float(FloatConverter)
  case uuid(UUIDConverter)
  case choice(ChoiceConverter)
  /// Any text, with slashes, that begins with none.
  case path
  case custom(any PathConverter)

  var isPath: Bool { if case .path = self { true } else { false } }

  var weight: Int {
    switch self {
    case .string(let converter): converter.weight
    case .int(let converter): converter.weight
    case .float(let converter): converter.weight
    case .uuid(let converter): converter.weight
    case .choice(let converter): converter.weight
    case .path: 200
    case .custom(let converter): converter.weight
    }
  }

  /// Whether the bytes of a range, which hold a slash for a `path` alone, are a value.
  @inline(__always)
  func matches(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard start < end else { return false }
    switch self {
    case .string(let converter): return converter.matches(bytes, start, end)
    case .int(let converter): return converter.matches(bytes, start, end)
    case .float(let converter): return converter.matches(bytes, start, end)
    case .uuid(let converter): return converter.matches(bytes, start, end)
    case .choice(let converter): return converter.matches(bytes, start, end)
    case .path: return bytes[start] != UInt8(ascii: "/")
    case .custom(let converter): return converter.matches(bytes.extracting(start..<end))
    }
  }

  /// Whether a value can have this byte behind its first.
  @inline(__always)
  func canHold(_ byte: UInt8) -> Bool {
    switch self {
    case .path: true
    case .string, .choice, .custom: byte != UInt8(ascii: "/")
    case .int: isDigit(byte)
    case .float: isDigit(byte) || byte == UInt8(ascii: ".")
    case .uuid: byte.hexValue != nil || byte == UInt8(ascii: "-")
    }
  }

  /// Whether a value can begin with this byte.
  @inline(__always)
  func canBegin(_ byte: UInt8) -> Bool {
    switch self {
    case .path: byte != UInt8(ascii: "/") && !isContinuation(byte)
    case .string, .choice, .custom: byte != UInt8(ascii: "/") && !isContinuation(byte)
    case .int(let converter): isDigit(byte) || (converter.isSigned && byte == UInt8(ascii: "-"))
    case .float(let converter): isDigit(byte) || (converter.isSigned && byte == UInt8(ascii: "-"))
    case .uuid: byte.hexValue != nil
    }
  }

  /// The most Unicode scalars a value can have; `nil` if there is no limit.
  var maxLength: Int? {
    switch self {
    case .string(let converter): converter.maxLength == .max ? nil : converter.maxLength
    case .int, .float, .uuid, .choice, .path, .custom: nil
    }
  }

  /// The few lengths in bytes that a value can have, the longest first; `nil` if there are many.
  var lengths: [Int]? {
    switch self {
    case .choice(let converter): converter.lengths
    case .uuid: UUIDConverter.lengths
    case .string, .int, .float, .path, .custom: nil
    }
  }

  /// The text of a value in a path before it is percent-encoded; `nil` if it is none of this kind.
  func text(for value: URLValue) -> String? {
    let text: String? =
      switch self {
      case .int(let converter): converter.text(for: value)
      case .float(let converter): converter.text(for: value)
      case .custom(let converter): converter.text(for: value)
      case .string, .uuid, .choice, .path: value.text
      }
    guard let text else { return nil }
    // A slash inside one segment is sent as %2F, which is the byte 0xFF while matching.
    let bytes = isPath ? Array(text.utf8) : text.utf8.map { $0 == UInt8(ascii: "/") ? PathText.encodedSlash : $0 }
    guard matches(bytes.span, 0, bytes.count), !bytes.contains(0) else { return nil }
    return PathText.hasDotComponent(bytes.span, 0, bytes.count) ? nil : text
  }
}
