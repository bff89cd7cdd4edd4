import AloftHTTP

/// Percent-decoding and queries: nothing traps, nothing is decoded twice, and what was encoded comes back.
func fuzz(_ bytes: [UInt8]) {
  let repaired = String(decoding: bytes, as: UTF8.self)
  let decoded = PercentEncoding.decoded(bytes)
  if !bytes.contains(UInt8(ascii: "%")) { precondition(decoded == repaired, "text without '%' was changed") }
  precondition(PercentEncoding.decoded(encoded(bytes)) == repaired, "what was encoded did not come back")
  checkPlus(bytes)
  checkItems(bytes)
}

private func encoded(_ bytes: [UInt8]) -> [UInt8] {
  let digits = Array("0123456789aBcDeF".utf8)
  return bytes.flatMap { [UInt8(ascii: "%"), digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
}

private func checkPlus(_ bytes: [UInt8]) {
  let blanks = bytes.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
  precondition(PercentEncoding.decoded(bytes, plusIsBlank: true) == PercentEncoding.decoded(blanks))
}

private func checkItems(_ bytes: [UInt8]) {
  let query = QueryItems(bytes: bytes)
  let pairs = bytes.split(separator: UInt8(ascii: "&"))
  precondition(query.items.count == pairs.count, "a pair was lost or made")
  if let text = String(validating: bytes, as: UTF8.self) {
    precondition(QueryItems(text).items == query.items, "text and bytes differ")
  }
  var again: [UInt8] = []
  for item in query {
    if !again.isEmpty { again.append(UInt8(ascii: "&")) }
    again += encoded(Array(item.name.utf8)) + [UInt8(ascii: "=")] + encoded(Array(item.value.utf8))
  }
  precondition(QueryItems(bytes: again).items == query.items, "what was encoded did not come back")
  for item in query { precondition(query.values(of: item.name).contains(item.value), "a value is not found") }
  #if PLANTED_BUG
    query.forEach(plantedBug)
  #endif
}

#if PLANTED_BUG
  /// A trap behind a mark and four letters after it: bytes drawn by lot don't meet all of them, but who sees which
  /// branches an input takes and what it is compared with finds one after the other.
  @_optimize(none)
  private func plantedBug(_ item: QueryItems.Item) {
    let letters = Array(item.value.utf8)
    guard let mark = letters.firstIndex(of: UInt8(ascii: "!")), letters.count - mark > 4 else { return }
    let word = letters[mark + 1...mark + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    if word == 0x7472_6170 { preconditionFailure("the planted bug was found") }
  }
#endif
