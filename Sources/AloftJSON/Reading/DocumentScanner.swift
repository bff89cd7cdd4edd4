/// Reads a document's bytes once, refuses what RFC 8259 doesn't allow, and writes the tape of its nodes.
///
/// There is no recursion: the open containers are the chain of parents in the tape.
struct DocumentScanner {
  /// Why a document was refused, and the byte where.
  struct Refusal: Error {
    var reason: JSONError.Reason = .malformed
    let problem: String
    let offset: Int
  }

  var nodes: [Node] = []
  var position = 0
  private let depthLimit: Int
  private let takesLast: Bool
  private var depth = 0
  private var container = Node.none
  private var isInValue = true
  /// For each open object, which of 64 classes of keys it has: a new key of a class not seen is no duplicate.
  private var keyClasses: [UInt64] = []

  /// Above this many members an object's keys are compared when it ends, by sorting.
  static let fewMembers = 16

  /// Stands for an object whose keys are compared when it ends; sixteen keys have no 64 classes.
  private static let anyClass = UInt64.max

  init(depthLimit: Int, takesLast: Bool, byteCount: Int) {
    self.depthLimit = depthLimit
    self.takesLast = takesLast
    nodes.reserveCapacity(byteCount / 8 + 8)
  }

  mutating func scan(_ bytes: Span<UInt8>) throws(Refusal) {
    guard bytes.count < Int(UInt32.max) else {
      throw Refusal(reason: .tooLarge, problem: "The text is longer than 4 GB", offset: 0)
    }
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw Refusal(problem: "The text begins with a byte order mark, which JSON does not allow", offset: 0)
    }
    try skipBlanks(bytes, expecting: "a value")
    while true {
      if try !scanValue(bytes) {
        isInValue = false
        guard try scanSeparators(bytes) else { break }
      }
      isInValue = true
      try skipBlanks(bytes, expecting: "a value")
    }
    guard position == bytes.count else {
      throw refusal("Expected the end of the text behind the value, but found \(found(bytes))")
    }
  }

  // MARK: - Structure

  /// Reads a scalar, or a container's beginning up to where its first value begins; then the result is `true`.
  private mutating func scanValue(_ bytes: Span<UInt8>) throws(Refusal) -> Bool {
    switch bytes[position] {
    case UInt8(ascii: "\""):
      position += 1
      let start = position
      let isComplex = try scanString(bytes)
      append(.string, from: start, to: position, isComplex: isComplex)
      position += 1
    case UInt8(ascii: "{"): return try open(.object, bytes)
    case UInt8(ascii: "["): return try open(.array, bytes)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      let start = position
      let isComplex = try scanNumber(bytes)
      append(.number, from: start, to: position, isComplex: isComplex)
    case UInt8(ascii: "t"): try scanWord("true", .true, bytes)
    case UInt8(ascii: "f"): try scanWord("false", .false, bytes)
    case UInt8(ascii: "n"): try scanWord("null", .null, bytes)
    default: throw unexpectedValue(bytes)
    }
    return false
  }

  private mutating func scanWord(
    _ word: StaticString, _ kind: Node.Kind, _ bytes: Span<UInt8>
  ) throws(Refusal) {
    guard reads(word, bytes) else { throw refusal("Expected a value, but found a word that JSON does not have") }
    append(kind, from: position, to: position + word.utf8CodeUnitCount, isComplex: false)
    position += word.utf8CodeUnitCount
  }

  /// Opens a container; `false` if it is empty.
  private mutating func open(_ kind: Node.Kind, _ bytes: Span<UInt8>) throws(Refusal) -> Bool {
    guard depth < depthLimit else {
      throw Refusal(
        reason: .tooDeep, problem: "Arrays and objects are nested more than \(depthLimit) deep", offset: position)
    }
    let isObject = kind == .object
    append(kind, from: position, to: 0, isComplex: false)
    container = UInt32(nodes.count - 1)
    depth += 1
    if isObject { keyClasses.append(0) }
    position += 1
    isInValue = !isObject
    try skipBlanks(bytes, expecting: isObject ? "a key or '}'" : "a value or ']'")
    if bytes[position] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return false }
    if isObject { try scanKey(bytes) }
    return true
  }

  /// Reads what follows a value up to where the next one begins; `false` at the end of the document.
  private mutating func scanSeparators(_ bytes: Span<UInt8>) throws(Refusal) -> Bool {
    while container != Node.none {
      let isObject = nodes[Int(container)].kind == .object
      try skipBlanks(bytes, expecting: isObject ? "',' or '}'" : "',' or ']'")
      let byte = bytes[position]
      if byte == UInt8(ascii: ",") {
        position += 1
        guard isObject else { return true }
        try skipBlanks(bytes, expecting: "a key")
        try scanKey(bytes)
        return true
      }
      guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        throw refusal("Expected ',' or '\(isObject ? "}" : "]")', but found \(found(bytes))")
      }
      position += 1
      try close(bytes)
    }
    skipBlanks(bytes)
    return false
  }

  private mutating func close(_ bytes: Span<UInt8>) throws(Refusal) {
    let index = Int(container)
    let node = nodes[index]
    nodes[index].next = UInt32(nodes.count)
    if node.kind == .object {
      let classes = keyClasses.removeLast()
      if node.count > Self.fewMembers || classes == Self.anyClass { try checkManyKeys(of: index, bytes) }
    }
    container = node.parent
    depth -= 1
  }

  private mutating func scanKey(_ bytes: Span<UInt8>) throws(Refusal) {
    guard bytes[position] == UInt8(ascii: "\"") else {
      let isTrailing = bytes[position] == UInt8(ascii: "}")
      throw refusal("Expected a key in quotation marks, but found \(isTrailing ? "'}' behind a comma" : found(bytes))")
    }
    position += 1
    let start = position
    let isComplex = try scanString(bytes)
    let key = nodes.count
    nodes.append(
      Node(
        start: UInt32(start), extent: UInt32(position), next: UInt32(key + 1), parent: container, kind: .key,
        isComplex: isComplex))
    try checkKey(key, bytes)
    position += 1
    try skipBlanks(bytes, expecting: "':'")
    guard bytes[position] == UInt8(ascii: ":") else { throw refusal("Expected ':', but found \(found(bytes))") }
    position += 1
  }

  private mutating func append(_ kind: Node.Kind, from start: Int, to end: Int, isComplex: Bool) {
    var ordinal: UInt32 = 0
    if container != Node.none {
      ordinal = nodes[Int(container)].extent
      nodes[Int(container)].extent = ordinal + 1
    }
    nodes.append(
      Node(
        start: UInt32(start), extent: UInt32(end), next: UInt32(nodes.count + 1), parent: container, ordinal: ordinal,
        kind: kind, isComplex: isComplex))
  }

  /// The node of the value that could not be read, for its path.
  mutating func failedNode() -> Int? {
    guard container != Node.none else { return nil }
    let parent = nodes[Int(container)]
    if parent.kind == .object {
      let last = nodes.count - 1
      return nodes[last].isKey && nodes[last].parent == container ? last : Int(container)
    }
    guard isInValue else { return Int(container) }
    append(.null, from: position, to: position, isComplex: false)
    return nodes.count - 1
  }

  // MARK: - Duplicate keys

  private mutating func checkKey(_ key: Int, _ bytes: Span<UInt8>) throws(Refusal) {
    let object = Int(container)
    guard nodes[object].count < Self.fewMembers else { return }
    let seen = keyClasses[keyClasses.count - 1]
    guard seen != Self.anyClass else { return }
    let node = nodes[key]
    guard !node.isComplex else {
      // A key with escapes may be of any class. Reading each again and again is dear, so this object waits for its end.
      keyClasses[keyClasses.count - 1] = Self.anyClass
      return
    }
    let bit: UInt64 = node.range.isEmpty ? 1 : 1 << UInt64(Self.keyClass(node.range, bytes))
    keyClasses[keyClasses.count - 1] = seen | bit
    guard seen & bit != 0 else { return }
    var other = object + 1
    while other < key {
      if nodes[other].kind == .key, bytes.haveSameText(nodes[other], node) { try note(other, replacedBy: key, bytes) }
      other = Int(nodes[other + 1].next)
    }
  }

  @inline(__always)
  private static func keyClass(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Int {
    let first = Int(bytes[range.lowerBound])
    let last = Int(bytes[range.upperBound - 1])
    let middle = Int(bytes[(range.lowerBound + range.upperBound) / 2])
    return (first &+ last &* 5 &+ middle &* 17 &+ range.count &* 29) & 63
  }

  private mutating func checkManyKeys(of object: Int, _ bytes: Span<UInt8>) throws(Refusal) {
    let keys = KeyIndex(of: object, in: nodes, bytes).entries
    for index in keys.indices.dropFirst() {
      let (earlier, later) = (keys[index - 1], keys[index])
      guard earlier.hash == later.hash, bytes.haveSameText(nodes[Int(earlier.key)], nodes[Int(later.key)]) else {
        continue
      }
      try note(Int(earlier.key), replacedBy: Int(later.key), bytes)
    }
  }

  private mutating func note(_ earlier: Int, replacedBy later: Int, _ bytes: Span<UInt8>) throws(Refusal) {
    guard takesLast else {
      let name = bytes.text(of: nodes[later])
      let place = nodes[later].place
      throw Refusal(
        reason: .duplicateKey, problem: "The key '\(name.shortened)' stands twice in one object", offset: place)
    }
    nodes[earlier].kind = .shadowedKey
    nodes[Int(nodes[earlier].parent)].isComplex = true
  }
}
