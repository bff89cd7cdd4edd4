internal import AloftCore
internal import AloftSQL

/// A URL of a database of SQLite, taken apart.
struct SQLiteURL {
  let path: String
  private(set) var configuration = SQLiteConfiguration()

  init(_ url: String) throws {
    guard let colon = url.firstIndex(of: ":"), url[..<colon].lowercased() == "sqlite" else {
      throw Self.error("the URL '\(url)' does not begin with 'sqlite:'", "write sqlite:app.db")
    }
    var rest = url[url.index(after: colon)...]
    var query: Substring = ""
    if let mark = rest.firstIndex(of: "?") {
      query = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    if rest.hasPrefix("//") {
      guard rest.hasPrefix("///") else {
        throw Self.error(
          "the URL '\(url)' names a host, and files have none",
          "write sqlite:app.db for a file in the current folder, or sqlite:///folder/app.db")
      }
      rest = rest.dropFirst(2)
    }
    guard let path = Self.decoded(rest), !path.isEmpty else {
      throw Self.error("the URL '\(url)' names no file", "write sqlite:app.db, or sqlite::memory:")
    }
    self.path = path
    for part in query.split(separator: "&") { try set(part) }
  }

  private mutating func set(_ part: Substring) throws {
    let name = String(part.prefix { $0 != "=" })
    guard part.utf8.count > name.utf8.count, let value = Self.decoded(part.dropFirst(name.count + 1)) else {
      throw Self.error("'\(part)' in the URL has no value", "write name=value")
    }
    switch name {
    case "synchronous":
      guard let level = SQLiteConfiguration.Synchronous(rawValue: value) else {
        throw Self.error("'\(value)' is no level of synchronous", "one of: off, normal, full")
      }
      configuration.synchronous = level
    case "readers": configuration.readerCount = try Self.number(value, name, 1...1000)
    case "cache": configuration.cacheSize = try Self.number(value, name, 1...65_536) << 20
    case "busy": configuration.busyLimit = .seconds(try Self.number(value, name, 0...86_400))
    case "mode":
      guard value == "ro" || value == "rw" else { throw Self.error("'\(value)' is no mode", "one of: ro, rw") }
      configuration.isReadOnly = value == "ro"
    default:
      let known = ["synchronous", "readers", "cache", "busy", "mode"]
      let nearest = NearestName.of(name, in: known).map { "did you mean '\($0)'?" }
      throw Self.error("'\(name)' can't be set in a URL", nearest ?? "one of: \(known.joined(separator: ", "))")
    }
  }

  private static func number(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw error("'\(name)' is not a number from \(range.lowerBound) to \(range.upperBound): '\(text)'", nil)
    }
    return number
  }

  /// The text that percent signs encode; `nil` where they have no sense.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = Substring(rest.prefix(2))
      guard digits.utf8.count == 2, digits.utf8.first != UInt8(ascii: "+"), let code = UInt8(digits, radix: 16) else {
        return nil
      }
      bytes.append(code)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func error(_ message: String, _ fix: String?) -> SQLError {
    SQLError(.invalidConfiguration, message, fix: fix)
  }
}
