/// `{kind:any(news,blog)}`: one of the given words.
struct ChoiceConverter: PathConverter {
  let words: [[UInt8]]
  /// The lengths a word can have, the longest first.
  let lengths: [Int]

  var weight: Int { 40 }

  init(_ arguments: inout ConverterArguments) throws(ConverterArgumentError) {
    let list = arguments.list()
    guard !list.isEmpty, list.allSatisfy({ !$0.isEmpty && !$0.contains("/") }) else {
      throw ConverterArgumentError("'any' lists the words it accepts, 'any(news,blog)', none empty or with a slash")
    }
    words = list.map { Array($0.utf8) }
    lengths = Set(words.map(\.count)).sorted(by: >)
  }

  func matches(_ value: Span<UInt8>) -> Bool { matches(value, 0, value.count) }

  func matches(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    words.contains { $0.count == end - start && has(bytes, $0, at: start) }
  }
}

/// Whether the bytes from a position on are the literal's; the caller has made sure that there are as many.
@inline(__always)
func has(_ bytes: Span<UInt8>, _ literal: [UInt8], at start: Int) -> Bool {
  for offset in literal.indices where bytes[start + offset] != literal[offset] { return false }
  return true
}
