import AloftHTTP

/// Dates: whatever is sent, a time comes out or none; every time that can be written is read again, in all three forms.
func fuzz(_ bytes: [UInt8]) {
  guard bytes.count >= 8 else { return }
  let number = bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
  let seconds = Int(truncatingIfNeeded: number)
  checkWritten(seconds)
  let text = String(decoding: bytes.dropFirst(8), as: UTF8.self)
  for now in [seconds, 0, 1_795_466_904, .min, .max] { checkRead(text, now) }
}

/// The first and the last second of the years that have four digits.
private let writable = -62_167_219_200...253_402_300_799

private func checkWritten(_ seconds: Int) {
  let nearest = min(max(seconds, writable.lowerBound), writable.upperBound)
  let text = HTTPDate.text(secondsSince1970: seconds)
  precondition(text.utf8.count == 29, "a date has another length")
  precondition(HTTPDate.secondsSince1970(parsing: text, now: 0) == nearest, "a date that was written is not read")
  // `Sun, 06 Nov 1994 08:49:37 GMT` in the two older forms.
  let words = text.split { " ,".contains($0) }.map { String($0) }
  let asctime = "\(words[0]) \(words[2]) \(words[1]) \(words[4]) \(words[3])"
  precondition(HTTPDate.secondsSince1970(parsing: asctime, now: 0) == nearest, "asctime's form is another time")
  // Of a year of two digits the reader knows only that it is not more than fifty years ahead of now.
  let old = "\(words[0])day, \(words[1])-\(words[2])-\(words[3].suffix(2)) \(words[4]) GMT"
  guard let read = HTTPDate.secondsSince1970(parsing: old, now: nearest) else { return }
  precondition(read == nearest, "a year of two digits is not the one of now")
}

private func checkRead(_ text: String, _ now: Int) {
  guard let seconds = HTTPDate.secondsSince1970(parsing: text, now: now) else { return }
  precondition(text.utf8.count <= 64, "a text is too long for a date")
  precondition(writable.contains(seconds), "a time has no year")
  precondition(
    HTTPDate.secondsSince1970(parsing: " \(text)", now: now) == seconds || text.utf8.count == 64, "a blank matters")
  let written = HTTPDate.text(secondsSince1970: seconds)
  precondition(HTTPDate.secondsSince1970(parsing: written, now: now) == seconds, "what is written is not read")
}
