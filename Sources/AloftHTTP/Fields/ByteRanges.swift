/// The parts of a resource that a client asks for (`Range`; RFC 9110, section 14.2).
public struct ByteRanges: Sendable, Hashable {
  /// One part, as the client names it.
  public enum Part: Sendable, Hashable {
    /// From a byte to another, both included; to the end without a second one.
    case from(Int, through: Int?)
    /// The last bytes.
    case last(Int)
  }

  /// What can be done for a resource of a length.
  public enum Selection: Sendable, Hashable {
    /// These parts: inside of the resource, not empty; in the order asked for.
    case parts([Range<Int>])
    /// All of them lie behind the end: 416.
    case unsatisfiable
    /// So many, or such ones, that the whole resource is the better answer.
    case everything
  }

  /// The unit, `bytes`, in lower case.
  public let unit: String
  /// The parts in the order of the field.
  public let parts: [Part]

  /// Parts that overlap, or are many and small, cost more than the whole (RFC 9110, section 17.15).
  private static let mostParts = 32
  private static let longestField = 4096

  /// Reads a field's value; `nil` for what is none, which is then ignored.
  public init?(_ field: some StringProtocol) {
    guard field.utf8.count <= Self.longestField else { return nil }
    let bytes = Substring(field).utf8
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let name = FieldText.trimmed(bytes[..<equals])
    guard !name.isEmpty, name.allSatisfy(\.isToken) else { return nil }
    unit = String(Substring(name)).lowercased()
    var parts: [Part] = []
    for item in bytes[bytes.index(after: equals)...].split(separator: UInt8(ascii: ",")) {
      let item = FieldText.trimmed(item)
      // Empty elements of a list mean nothing (RFC 9110, section 5.6.1.2).
      if item.isEmpty { continue }
      guard let part = Self.part(item) else { return nil }
      parts.append(part)
    }
    guard !parts.isEmpty else { return nil }
    self.parts = parts
  }

  private static func part(_ item: Substring.UTF8View) -> Part? {
    guard let hyphen = item.firstIndex(of: UInt8(ascii: "-")) else { return nil }
    let first = FieldText.trimmed(item[..<hyphen])
    let last = FieldText.trimmed(item[item.index(after: hyphen)...])
    if first.isEmpty {
      return number(last).map { .last($0) }
    }
    guard let start = number(first) else { return nil }
    if last.isEmpty { return .from(start, through: nil) }
    guard let end = number(last), end >= start else { return nil }
    return .from(start, through: end)
  }

  /// A number of digits; one that does not fit is the greatest that has a next one: no resource reaches as far.
  private static func number(_ digits: Substring.UTF8View) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
    return min(FieldText.decimal(digits) ?? .max, .max - 1)
  }

  /// Whether each part begins behind the one before, and what is counted from the end comes last.
  package var isOrdered: Bool {
    var end = 0
    for part in parts {
      guard end < .max else { return false }
      switch part {
      case .from(let start, let through):
        guard start >= end else { return false }
        end = through.map { $0 + 1 } ?? .max
      case .last: end = .max
      }
    }
    return true
  }

  /// The parts of a resource of `length` bytes.
  ///
  /// - Parameter length: The resource's length in bytes.
  public func selection(of length: Int) -> Selection {
    guard unit == "bytes" else { return .everything }
    // The last bytes of nothing are a part that can be had, and no answer of 206 can say it (section 14.1.2).
    if length == 0, parts.contains(where: { if case .last(let count) = $0 { count > 0 } else { false } }) {
      return .everything
    }
    let ranges = parts.compactMap { Self.range($0, length) }
    guard !ranges.isEmpty else { return .unsatisfiable }
    guard ranges.count <= Self.mostParts else { return .everything }
    let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
    let overlap = zip(sorted, sorted.dropFirst()).contains { $0.upperBound > $1.lowerBound }
    return overlap ? .everything : .parts(ranges)
  }

  private static func range(_ part: Part, _ length: Int) -> Range<Int>? {
    switch part {
    case .from(let start, let end):
      guard start < length else { return nil }
      return start..<min(end.map { $0 + 1 } ?? length, length)
    case .last(let count):
      guard count > 0, length > 0 else { return nil }
      return max(0, length - count)..<length
    }
  }
}

/// Which part of a resource a response holds (`Content-Range`; RFC 9110, section 14.4).
public struct ContentRange: Sendable, Hashable, CustomStringConvertible {
  /// The unit, `bytes`.
  public let unit: String
  /// The part; `nil` where there is none, in answers of 416.
  public let range: Range<Int>?
  /// The length of the whole; `nil` where it is not known.
  public let length: Int?

  /// Creates a value of bytes.
  ///
  /// - Parameters:
  ///   - range: The part; `nil`, or an empty one, for an answer of 416.
  ///   - length: The length of the whole.
  public init(_ range: Range<Int>?, of length: Int?) {
    unit = "bytes"
    self.range = range.flatMap { $0.isEmpty ? nil : $0 }
    self.length = length
  }

  /// Reads a field's value; `nil` for what is none, or contradicts itself.
  public init?(parsing field: some StringProtocol) {
    let words = Substring(field).utf8.split(maxSplits: 1, whereSeparator: \.isBlank)
    guard words.count == 2 else { return nil }
    let parts = FieldText.trimmed(words[1]).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let isUnknown = parts[1].elementsEqual("*".utf8)
    let length = isUnknown ? nil : FieldText.decimal(parts[1])
    guard isUnknown || length != nil, !isUnknown || !parts[0].elementsEqual("*".utf8) else { return nil }
    unit = String(Substring(words[0]))
    self.length = length
    if parts[0].elementsEqual("*".utf8) {
      range = nil
      return
    }
    let ends = parts[0].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard ends.count == 2, let first = FieldText.decimal(FieldText.trimmed(ends[0])),
      let last = FieldText.decimal(FieldText.trimmed(ends[1])), last >= first, last < .max,
      length.map({ last < $0 }) ?? true
    else { return nil }
    range = first..<last + 1
  }

  /// The value as a field holds it.
  public var description: String {
    let part = range.map { "\($0.lowerBound)-\($0.upperBound - 1)" } ?? "*"
    return "\(unit) \(part)/\(length.map { "\($0)" } ?? "*")"
  }
}
