/// `{name}` and `{name:string(length=3)}`: any text of one segment, its length in Unicode scalars.
struct StringConverter: PathConverter {
  let minLength: Int
  let maxLength: Int

  init(_ arguments: inout ConverterArguments) throws(ConverterArgumentError) {
    let length = try arguments.int("length")
    let minimum = try arguments.int("minLength")
    let maximum = try arguments.int("maxLength")
    if length != nil, minimum != nil || maximum != nil {
      throw ConverterArgumentError("'length' stands alone, without 'minLength' and 'maxLength'")
    }
    minLength = length ?? minimum ?? 1
    maxLength = length ?? maximum ?? .max
    guard minLength >= 1, maxLength >= minLength else {
      throw ConverterArgumentError("a length is at least 1, and 'maxLength' at least 'minLength'")
    }
  }

  init() {
    minLength = 1
    maxLength = .max
  }

  var hasLimits: Bool { minLength > 1 || maxLength < .max }

  func matches(_ value: Span<UInt8>) -> Bool { matches(value, 0, value.count) }

  @inline(__always)
  func matches(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard hasLimits else { return start < end }
    var length = 0
    for index in start..<end where !isContinuation(bytes[index]) {
      length += 1
      if length > maxLength { return false }
    }
    return length >= minLength
  }
}

/// Whether a byte continues a UTF-8 sequence, so that no value may begin with it.
@inline(__always)
func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
