internal import AloftCore

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Where a value's encoders and containers write: straight into the bytes of the text.
///
/// Codable lets a type hold several nested containers and write to them by turns. Bytes in one buffer have one order, so
/// a nested container that a type asked for gets a sink of its own and a hole in its parent, which is filled at the end.
/// Values that encode themselves one after the other, nearly all, stay in one sink.
final class EncodingSink {
  enum Shape {
    case none, single, array, object
  }

  /// The value being encoded.
  struct Frame {
    /// Tells the containers of this value from those of values that are complete.
    let id: Int
    var shape = Shape.none
    var count = 0
    /// Where the text of the member begins that is being written.
    var keyStart = 0
    /// Where this object's hashes of keys begin.
    let firstKey: Int
  }

  /// A step to a value, by what there is in the text: names are read from it only when somebody asks for them.
  private struct Step {
    let shape: Shape
    let keyStart: Int
    let index: Int
  }

  // One value's code runs at a time, on one thread, and what it may reach of these ends before any other code of a type
  // begins (`writeItself` hands out a writer that is taken out first). The checks of exclusive access would cost more
  // than most of what they watch.
  @exclusivity(unchecked) var writer: JSONWriter
  @exclusivity(unchecked) private(set) var frame = Frame(id: 0, firstKey: 0)
  @exclusivity(unchecked) private var lastID = 0
  @exclusivity(unchecked) private var keyHashes: [UInt32] = []
  @exclusivity(unchecked) private var holes: [(offset: Int, sink: EncodingSink)] = []
  /// What went wrong where nothing can be thrown.
  @exclusivity(unchecked) private var failure: JSONError?
  @exclusivity(unchecked) private(set) var hasDuplicates = false
  @exclusivity(unchecked) private var depth: Int
  /// The steps to the value being encoded, from the top of this sink.
  @exclusivity(unchecked) private var way: [Step] = []

  let coding: JSONCoding
  let userInfo: [CodingUserInfoKey: Any]
  private let writables: WritableTypes
  private let isTop: Bool
  // Weak, since the parent holds this sink in its hole. A type may keep a container longer than the encoding lasts.
  private weak var parent: EncodingSink?
  /// The steps to the hole, in the parent.
  private let wayToHole: [Step]

  init(coding: JSONCoding, writer: consuming JSONWriter) {
    self.coding = coding
    userInfo = coding.userInfo
    writables = WritableTypes()
    isTop = true
    wayToHole = []
    depth = 0
    self.writer = writer
  }

  private init(inHoleOf parent: EncodingSink) {
    coding = parent.coding
    userInfo = parent.userInfo
    writables = parent.writables
    isTop = false
    self.parent = parent
    wayToHole = parent.way + [parent.currentStep]
    depth = parent.depth + 1
    writer = JSONWriter(coding: parent.coding, capacity: 128)
  }

  // MARK: - Ways

  /// The way from the top to the value being encoded.
  var steps: [JSONError.Step] { stepsAbove + steps(way) }

  private var stepsAbove: [JSONError.Step] { parent.map { $0.stepsAbove + $0.steps(wayToHole) } ?? [] }

  private func steps(_ way: [Step]) -> [JSONError.Step] {
    way.compactMap { step in
      switch step.shape {
      case .object: .key(writer.key(at: step.keyStart))
      case .array: .index(step.index)
      case .none, .single: nil
      }
    }
  }

  private var currentStep: Step { Step(shape: frame.shape, keyStart: frame.keyStart, index: frame.count - 1) }

  // MARK: - Values

  func encodeTop(_ value: some Encodable) throws {
    try encode(value)
    guard writer.count > 0 else { throw writer.failure("The value encoded nothing") }
  }

  /// Writes a value where the writer stands.
  @inline(__always)
  func encode<T: Encodable>(_ value: T) throws {
    if try encodeDirectly(value) { return }
    try encodeInFrame(value)
  }

  private func encodeInFrame<T: Encodable>(_ value: T) throws {
    let outer = frame
    guard depth < coding.depthLimit else {
      throw fail("Values are nested more than \(coding.depthLimit) deep", .tooDeep)
    }
    depth += 1
    lastID += 1
    way.append(currentStep)
    frame = Frame(id: lastID, firstKey: keyHashes.count)
    defer {
      frame = outer
      depth -= 1
      way.removeLast()
    }
    writer.separate()
    let isTop = outer.id == 0 && isTop
    try value.encode(to: SinkEncoder(sink: self, id: frame.id))
    if let failure { throw failure }
    endFrame(isTop: isTop)
  }

  /// Ends the value: what wrote nothing is an object without members, but for the value at the top.
  private func endFrame(isTop: Bool) {
    switch frame.shape {
    case .object: writer.endObject()
    case .array: writer.endArray()
    case .none where !isTop:
      writer.beginObject()
      writer.endObject()
    case .none, .single: break
    }
    if keyHashes.count > frame.firstKey { keyHashes.removeSubrange(frame.firstKey...) }
  }

  /// Writes a value that needs no `Encoder`; `false` if it does.
  @inline(__always)
  private func encodeDirectly<T: Encodable>(_ value: T) throws -> Bool {
    // Comparing types costs nothing, a cast at run time a hundred times as much. Once the types are known to be the
    // same, the bits are, too.
    if T.self == String.self {
      writer.string(unsafeBitCast(value, to: String.self))
    } else if T.self == Int.self {
      writer.integer(unsafeBitCast(value, to: Int.self))
    } else if let seconds = FoundationTypes.secondsSince2001(of: value) {
      try encodeDate(seconds, of: value)
    } else if T.self == [String].self {
      unsafeBitCast(value, to: [String].self).writeStrings(to: &writer)
    } else if T.self == UUID.self {
      unsafeBitCast(value, to: UUID.self).writeJSON(to: &writer)
    } else if let type = writables.writable(T.self) {
      try writeItself(value, as: type)
    } else if FoundationTypes.isData(T.self), let bytes = FoundationTypes.bytes(of: value) {
      writer.base64(bytes)
    } else {
      return false
    }
    return true
  }

  private func encodeDate(_ seconds: Double, of value: any Encodable) throws {
    do throws(JSONError) { try writer.date(secondsSince2001: seconds) } catch { throw encodingError(value, error) }
  }

  func encodeDouble(_ value: Double) throws {
    do throws(JSONError) { try writer.double(value) } catch { throw encodingError(value, error) }
  }

  func encodeFloat(_ value: Float) throws {
    do throws(JSONError) { try writer.float(value) } catch { throw encodingError(value, error) }
  }

  /// Calls a type's own writing with a writer that is taken out of the sink meanwhile.
  private func writeItself<T, W: JSONWritable>(_ value: T, as type: W.Type) throws {
    var taken = JSONWriter(coding: coding, capacity: 32)
    swap(&taken, &writer)
    defer { swap(&taken, &writer) }
    do {
      // `W` is the type `T`, found through its conformance: the same bits.
      try withUnsafePointer(to: value) {
        try $0.withMemoryRebound(to: W.self, capacity: 1) { try $0.pointee.writeJSON(to: &taken) }
      }
    } catch let error as JSONError {
      throw encodingError(value, error)
    }
  }

  // MARK: - Shapes

  func begin(_ shape: Shape, id: Int) {
    guard isCurrent(id) else { return }
    if frame.shape == shape, shape != .single { return }
    guard frame.shape == .none else {
      note(writer.failure("A value asked for containers of different kinds"))
      return
    }
    frame.shape = shape
    switch shape {
    case .object: writer.beginObject()
    case .array: writer.beginArray()
    case .single, .none: break
    }
  }

  func beginSingle(_ id: Int) throws {
    guard frame.shape == .none else {
      throw encodingError((), writer.failure("A value was encoded twice in a container of a single value"))
    }
    frame.shape = .single
  }

  /// Whether the value with this id is the one being encoded; notes a failure if not.
  @inline(__always)
  func isCurrent(_ id: Int) -> Bool {
    if id == frame.id { return true }
    note(writer.failure("A container was used when its value was complete, or while a value inside of it was encoded"))
    return false
  }

  @inline(__always)
  func check(_ id: Int) throws {
    guard isCurrent(id) else { throw failure ?? writer.failure("A container was used when its value was complete") }
  }

  func beginElement() {
    frame.count += 1
    writer.separate()
  }

  func beginMember(_ key: some CodingKey) {
    let name = key.stringValue
    noteKey(name)
    writer.separate()
    frame.keyStart = writer.count
    writer.key(text: name)
  }

  /// Finds keys that a value encodes twice, such as a class and its superclass: then the last counts.
  @inline(__always)
  private func noteKey(_ name: String) {
    var hash: UInt32 = 2_166_136_261
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    frame.count += 1
    // With very many keys a second look at the text is cheaper than comparing each with each.
    if frame.count > 64 {
      hasDuplicates = true
      return
    }
    for other in keyHashes[frame.firstKey...] where other == hash { hasDuplicates = true }
    keyHashes.append(hash)
  }

  // MARK: - Failures

  func note(_ error: JSONError) {
    if failure == nil { failure = error }
    parent?.note(error)
  }

  private func fail(_ problem: String, _ reason: JSONError.Reason) -> JSONError {
    JSONError(reason, problem, at: .steps(stepsAbove + writer.steps))
  }

  /// Our error as an encoder's containers throw it, with the way to this sink in front.
  func encodingError(_ value: Any, _ error: JSONError) -> EncodingError {
    let own = JSONError(error.reason, error.problem, at: .steps(stepsAbove + error.steps))
    return .invalidValue(
      value, EncodingError.Context(codingPath: own.steps, debugDescription: error.problem, underlyingError: own))
  }

  /// Runs `body`, and forgets what it wrote if it throws: the type may catch the error and go on.
  @inline(__always)
  func undoingFailure(_ body: () throws -> Void) throws {
    let mark = writer.mark
    let (before, keys) = (frame, keyHashes.count)
    do {
      try body()
    } catch {
      writer.return(to: mark)
      holes.removeAll { $0.offset >= writer.count }
      frame = before
      if keyHashes.count > keys { keyHashes.removeSubrange(keys...) }
      throw error
    }
  }

  // MARK: - Holes

  /// A sink whose text will stand where the writer stands.
  func hole() -> EncodingSink {
    writer.separate()
    let sink = lostSink()
    holes.append((writer.count, sink))
    // Stands in for the text, so that what there is of the text can be read for the path of an error.
    writer.null()
    return sink
  }

  /// A sink whose text nobody reads.
  func lostSink() -> EncodingSink {
    let sink = EncodingSink(inHoleOf: self)
    sink.lastID += 1
    sink.frame = Frame(id: sink.lastID, firstKey: 0)
    return sink
  }

  private static let placeholderCount = 4

  /// The whole text.
  func finish() -> [UInt8] {
    let written = writer.bytes(from: 0)
    guard !holes.isEmpty else { return written }
    var whole: [UInt8] = []
    var start = 0
    for (offset, sink) in holes {
      whole += written[start..<offset]
      sink.endFrame(isTop: false)
      whole += sink.finish()
      start = offset + Self.placeholderCount
      if sink.hasDuplicates { hasDuplicates = true }
    }
    return whole + written[start...]
  }
}

extension [String] {
  fileprivate func writeStrings(to json: inout JSONWriter) {
    json.beginArray()
    for text in self { json.string(text) }
    json.endArray()
  }
}

/// The types that were met in one encoding, and which of them write themselves.
final class WritableTypes {
  // Only this file's own code touches it.
  @exclusivity(unchecked) private var known: [(type: ObjectIdentifier, writable: (any JSONWritable.Type)?)] = []

  /// The type itself if it writes itself. The runtime takes long to find that out, so it is asked once for each type.
  @inline(__always)
  func writable(_ type: Any.Type) -> (any JSONWritable.Type)? {
    let identifier = ObjectIdentifier(type)
    for entry in known where entry.type == identifier { return entry.writable }
    let writable = type as? any JSONWritable.Type
    if known.count < 64 { known.append((identifier, writable)) }
    return writable
  }
}
