/// Appends JSON to a buffer of bytes, for types that write themselves.
///
/// Commas come by themselves. Members of an object are a key each and a value behind it:
///
/// ```swift
/// json.object { json in
///   json.key("score")
///   json.integer(score)
///   try json.member("created", created)
/// }
/// ```
public struct JSONWriter: ~Copyable {
  /// The options that are followed.
  public let coding: JSONCoding

  // A buffer of its own, not an array: appending to an array asks each time whether it is shared. It is allocated,
  // grown and freed in this file alone, and written only behind `reserve`.
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0
  private var needsComma = false
  private var depth = 0

  /// Creates a writer of an empty text.
  ///
  /// - Parameters:
  ///   - coding: The options to follow; order and indentation come when the text is finished.
  ///   - capacity: How many bytes to make room for.
  public init(coding: JSONCoding = JSONCoding(), capacity: Int = 1024) {
    self.coding = coding
    self.capacity = max(capacity, 32)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// Ends the text.
  ///
  /// - Returns: The bytes, in UTF-8.
  /// - Throws: A ``JSONError`` if nothing was written, or an object or array was not ended.
  public consuming func finish() throws(JSONError) -> [UInt8] {
    guard depth == 0, needsComma else { throw failure("The text is incomplete: every object and array must be ended") }
    return try coding.laidOut(bytes(from: 0), hasDuplicates: false)
  }

  // MARK: - Structure

  /// Begins an object; keys with their values follow, then ``endObject()``.
  public mutating func beginObject() { open(UInt8(ascii: "{")) }

  /// Ends an object.
  public mutating func endObject() { close(UInt8(ascii: "}")) }

  /// Begins an array; its values follow, then ``endArray()``.
  public mutating func beginArray() { open(UInt8(ascii: "[")) }

  /// Ends an array.
  public mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes an object.
  ///
  /// - Parameter members: Writes keys and values.
  /// - Throws: What `members` throws.
  @inlinable
  public mutating func object<E: Error>(_ members: (inout JSONWriter) throws(E) -> Void) throws(E) {
    beginObject()
    try members(&self)
    endObject()
  }

  /// Writes an array.
  ///
  /// - Parameter elements: Writes values.
  /// - Throws: What `elements` throws.
  @inlinable
  public mutating func array<E: Error>(_ elements: (inout JSONWriter) throws(E) -> Void) throws(E) {
    beginArray()
    try elements(&self)
    endArray()
  }

  /// Writes a key; its value must follow.
  ///
  /// - Parameter name: The name, a literal.
  public mutating func key(_ name: StaticString) {
    separate()
    // The pointer is to the literal's own bytes, as many as it says.
    if name.hasPointerRepresentation {
      quote(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    } else {
      quote(name.description)
    }
    append(UInt8(ascii: ":"))
  }

  /// Writes a key that is known only now; its value must follow.
  ///
  /// - Parameter name: The name.
  public mutating func key(text name: String) {
    separate()
    quote(name)
    append(UInt8(ascii: ":"))
  }

  /// Writes a key with its value.
  ///
  /// - Parameters:
  ///   - name: The name, a literal.
  ///   - value: The value.
  /// - Throws: What the value's own code throws.
  @inlinable
  public mutating func member(_ name: StaticString, _ value: some JSONWritable) throws {
    key(name)
    try value.writeJSON(to: &self)
  }

  /// Writes a value.
  ///
  /// - Parameter value: The value.
  /// - Throws: What the value's own code throws.
  @inlinable
  public mutating func value(_ value: some JSONWritable) throws { try value.writeJSON(to: &self) }

  // MARK: - Words

  /// Writes `null`.
  public mutating func null() { literal("null") }

  /// Writes `true` or `false`.
  ///
  /// - Parameter value: The value.
  public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  /// Writes a string, its special characters as escapes.
  ///
  /// - Parameter text: The string.
  public mutating func string(_ text: String) {
    separate()
    quote(text)
    needsComma = true
  }

  /// Writes a word of JSON's own, or what else needs no escape.
  private mutating func literal(_ word: StaticString) {
    separate()
    append(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    needsComma = true
  }

  // MARK: - Inside

  /// Writes the comma that stands before a value or key.
  @inline(__always)
  mutating func separate() {
    if needsComma {
      append(UInt8(ascii: ","))
      needsComma = false
    }
  }

  private mutating func open(_ bracket: UInt8) {
    reserve(2)
    if needsComma { put(UInt8(ascii: ",")) }
    put(bracket)
    needsComma = false
    depth += 1
  }

  private mutating func close(_ bracket: UInt8) {
    append(bracket)
    needsComma = true
    depth -= 1
  }

  /// Writes a whole value whose bytes need no escape; at most `limit` bytes, which `write` puts at the address it gets.
  ///
  /// - Returns: What `write` returns: the number of bytes it put.
  @inline(__always)
  mutating func scalar(upTo limit: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    reserve(limit + 1)
    if needsComma { put(UInt8(ascii: ",")) }
    count += write(base + count)
    needsComma = true
  }

  /// Writes a value that is JSON already.
  mutating func verbatim(_ bytes: UnsafeBufferPointer<UInt8>) {
    separate()
    append(bytes)
    needsComma = true
  }

  /// An error at the place where the next value would stand.
  func failure(_ problem: String, _ reason: JSONError.Reason = .unwritable) -> JSONError {
    JSONError(reason, problem, at: .steps(steps))
  }

  /// An error at the place of the value that would be written now; the text stays as it is.
  mutating func refusal(_ problem: String) -> JSONError {
    let before = mark
    separate()
    defer { `return`(to: before) }
    return failure(problem)
  }

  /// The way to the place where the next value would stand: where a scan of the unfinished text ends.
  var steps: [JSONError.Step] {
    do throws(JSONError) {
      _ = try Document.scan(bytes(from: 0), depthLimit: .max, takesLast: true)
      return []
    } catch {
      return error.steps
    }
  }

  /// The key whose quotation mark stands at an index.
  func key(at start: Int) -> String {
    var end = start + 1
    while end < count, base[end] != UInt8(ascii: "\"") { end += base[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < count else { return "" }
    let text = Array(UnsafeBufferPointer(start: base + start, count: end + 1 - start))
    return (try? JSONReader(text, coding: JSONCoding()).string()) ?? ""
  }

  // MARK: - Bytes

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    put(byte)
  }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    base[count] = byte
    count += 1
  }

  @inline(__always)
  private mutating func reserve(_ extra: Int) {
    if capacity - count < extra { grow(extra) }
  }

  @inline(never)
  private mutating func grow(_ extra: Int) {
    capacity = max(capacity * 2, count + extra)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }

  private mutating func quote(_ text: String) {
    var text = text
    text.withUTF8 { quote($0) }
  }

  /// Writes bytes of UTF-8 between quotation marks, eight at a time as long as none needs an escape.
  private mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count + 10)
    put(UInt8(ascii: "\""))
    var index = 0
    if let source = UnsafeRawPointer(text.baseAddress) {
      let target = UnsafeMutableRawPointer(base + count)
      while index + 8 <= text.count {
        let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if UInt64(littleEndian: word).bytesToEscape != 0 { break }
        target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
        index += 8
      }
      count += index
    }
    while index < text.count, !text[index].needsEscape {
      put(text[index])
      index += 1
    }
    if index < text.count { quoteRest(text, from: index) }
    append(UInt8(ascii: "\""))
  }

  private mutating func quoteRest(_ text: UnsafeBufferPointer<UInt8>, from start: Int) {
    for index in start..<text.count {
      let byte = text[index]
      if byte.needsEscape { escape(byte) } else { append(byte) }
    }
  }

  private mutating func escape(_ byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: append(UInt8(ascii: "b"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0D: append(UInt8(ascii: "r"))
    case 0x09: append(UInt8(ascii: "t"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    default:
      let low = byte & 15
      for letter in "u00".utf8 { append(letter) }
      append(UInt8(ascii: "0") + byte >> 4)
      append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") - 10 + low)
    }
  }

  // MARK: - For the encoder

  /// A state to return to.
  struct Mark {
    fileprivate let count: Int
    fileprivate let needsComma: Bool
    fileprivate let depth: Int
  }

  var mark: Mark { Mark(count: count, needsComma: needsComma, depth: depth) }

  mutating func `return`(to mark: Mark) {
    count = mark.count
    needsComma = mark.needsComma
    depth = mark.depth
  }

  func bytes(from start: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: base + start, count: count - start))
  }
}

extension UInt8 {
  @inline(__always) fileprivate var needsEscape: Bool { self < 0x20 || self == 0x22 || self == 0x5C }
}
