import AloftHTTP

/// Dates as the cases record them, ISO 8601 with an offset or without one, which means UTC.
enum WerkzeugDate {
  static func json(_ seconds: Int) -> JSON {
    // `Sun, 06 Nov 1994 08:49:37 GMT`
    let words = HTTPDate.text(secondsSince1970: seconds).split(separator: " ")
    let month = "JanFebMarAprMayJunJulAugSepOctNovDec".firstRange(of: words[2])
    let number = month.map { "JanFebMarAprMayJunJulAugSepOctNovDec"[..<$0.lowerBound].count / 3 + 1 } ?? 0
    return HTTPSuite.tagged(
      "datetime", .string("\(words[3])-\(number < 10 ? "0" : "")\(number)-\(words[1])T\(words[4])+00:00"))
  }

  static func seconds(_ value: JSON) throws(Unsupported) -> Int {
    switch value {
    case .int(let seconds): return seconds
    case .double(let seconds): return Int(seconds)
    default: break
    }
    guard let text = value["v"].string else { throw Unsupported("a time of another kind") }
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count >= 3 else { throw Unsupported("a time of another form") }
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let time = numbers.dropFirst(3).prefix(3).map { $0 < 10 ? "0\($0)" : "\($0)" }
    let clock = time.count == 3 ? time.joined(separator: ":") : "00:00:00"
    let hasOffset = text.count > 19 && (text.contains("+") || text.dropFirst(19).contains("-"))
    let zone = hasOffset ? text.suffix(6).filter { $0 != ":" } : "GMT"
    let year = String(repeating: "0", count: max(0, 4 - "\(numbers[0])".count)) + "\(numbers[0])"
    let date = "\(numbers[2] < 10 ? "0" : "")\(numbers[2]) \(months[numbers[1] - 1]) \(year) \(clock) \(zone)"
    guard let seconds = HTTPDate.secondsSince1970(parsing: date) else { throw Unsupported("the time \(text)") }
    return seconds
  }
}
