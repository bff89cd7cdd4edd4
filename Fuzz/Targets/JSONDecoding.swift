import AloftJSON

/// JSON of strangers: nothing traps, an error has its place, and what was read is written and read as the same again.
func fuzz(_ bytes: [UInt8]) {
  guard let value = read(JSONValue.self, bytes) else {
    precondition(read(Record.self, bytes) == nil, "what is no JSON was read")
    return
  }
  checkComesBack(value)
  if let record = read(Record.self, bytes) { checkComesBack(record) }
  // Whatever a text is read as, it is not refused for its form.
  _ = read([String: Double].self, bytes)
  _ = read([Int8].self, bytes)
  var lenient = JSONCoding()
  lenient.duplicateKeys = .lastCounts
  precondition(
    (try? lenient.decode(JSONValue.self, from: bytes)) == value, "a text without duplicates was read in two ways")
  var neat = JSONCoding()
  neat.isIndented = true
  neat.keyOrder = .sorted
  precondition(
    (try? neat.decode(JSONValue.self, from: neat.encode(value))) == value, "what was laid out is another value")
}

private struct Record: Codable, Equatable {
  enum Kind: String, Codable { case a, b }
  var i: Int?
  var u: UInt8?
  var d: Double?
  var f: Float?
  var s: String?
  var k: Kind?
  var l: [Record]?
  var m: [String: Record]?
  var v: JSONValue?
}

private func read<T: Decodable>(_ type: T.Type, _ bytes: [UInt8]) -> T? {
  do {
    return try JSONCoding().decode(type, from: bytes)
  } catch let error as JSONError {
    precondition((error.offset ?? -1) >= 0 && (error.offset ?? 0) <= bytes.count, "an error is outside of the text")
    precondition(
      (error.line ?? 0) > 0 && (error.column ?? 0) > 0 && !error.description.isEmpty, "an error has no place")
  } catch {
    preconditionFailure("an error of another type: \(error)")
  }
  return nil
}

private func checkComesBack<T: Codable & Equatable>(_ value: T) {
  do {
    let written = try JSONCoding().encode(value)
    let again = try JSONCoding().decode(T.self, from: written)
    precondition(again == value, "what was written is another value")
  } catch {
    preconditionFailure("what was read can't be written and read again: \(error)")
  }
}
