import AloftHTTP

/// Ranges: no part leaves the resource, all of them together are never more than it, and what is written is read again.
func fuzz(_ bytes: [UInt8]) {
  guard let first = bytes.first else { return }
  let field = String(decoding: bytes.dropFirst(), as: UTF8.self)
  for length in [0, 1, Int(first), Int(first) << 32, .max] { checkSelection(field, length) }
  if let ranges = ByteRanges(field) { checkText(ranges) }
  if let range = ContentRange(parsing: field) { check(range) }
  checkTags(field)
}

private func checkSelection(_ field: String, _ length: Int) {
  guard let ranges = ByteRanges(field) else { return }
  precondition(!ranges.parts.isEmpty, "a range has no part")
  guard case .parts(let parts) = ranges.selection(of: length) else { return }
  precondition(ranges.unit == "bytes", "a unit that nobody knows was understood")
  precondition(!parts.isEmpty && parts.count <= ranges.parts.count, "parts were made of nothing")
  var sum = 0
  for part in parts {
    precondition(!part.isEmpty, "a part is empty")
    precondition(part.lowerBound >= 0 && part.upperBound <= length, "a part leaves the resource")
    sum += part.count
    let written = ContentRange(part, of: length)
    precondition(ContentRange(parsing: written.description) == written, "a range that was written is not read")
  }
  precondition(sum <= length, "the parts are more than the whole")
  let sorted = parts.sorted { $0.lowerBound < $1.lowerBound }
  precondition(zip(sorted, sorted.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, "parts overlap")
}

private func checkText(_ ranges: ByteRanges) {
  let parts = ranges.parts.map { part in
    switch part {
    case .from(let start, let end): "\(start)-\(end.map { "\($0)" } ?? "")"
    case .last(let count): "-\(count)"
    }
  }
  precondition(
    ByteRanges("\(ranges.unit)=\(parts.joined(separator: ", "))") == ranges, "a range in other words is another")
}

private func check(_ range: ContentRange) {
  precondition(ContentRange(parsing: range.description) == range, "what is written is not read")
  if let part = range.range {
    precondition(!part.isEmpty && part.lowerBound >= 0, "a part is none")
    precondition(range.length.map { part.upperBound <= $0 } ?? true, "a part leaves the whole")
  } else {
    precondition(range.length != nil, "nothing is known of a range")
  }
}

/// Tags decide whether a range applies, and are the other value that is not made of tokens.
private func checkTags(_ field: String) {
  let made = EntityTag(field)
  precondition(EntityTag(parsing: made.description) == made, "a tag that was made is not read")
  precondition(EntityTagList(made.description).containsStrongly(made), "a tag is not in its list")
  if let tag = EntityTag(parsing: field) {
    precondition(EntityTag(parsing: tag.description) == tag, "a tag that was read is not read again")
    precondition(EntityTagList(field).containsWeakly(tag), "a tag is not in its list")
  }
  guard case .tags(let tags) = EntityTagList(field) else { return }
  precondition(tags.count <= 100, "more tags were read than any client has")
  let list = EntityTagList(tags.map(\.description).joined(separator: ","))
  precondition(list == .tags(tags), "a list in other words is another")
}
