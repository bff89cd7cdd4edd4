import Aloft
import AloftHTTP

/// Preferences, tags and ranges.
extension HTTPSuite {
  var accept: JSON {
    // Werkzeug sorts by what is named and how much it is liked, and leaves equal ones in their order.
    let items = AcceptedValues(text() ?? "").items.enumerated().sorted { a, b in
      let isNamed = (a.element.value != "*", b.element.value != "*")
      if isNamed.0 != isNamed.1 { return isNamed.0 }
      if a.element.quality != b.element.quality { return a.element.quality > b.element.quality }
      return a.offset < b.offset
    }.map(\.element)
    let pairs = items.map { JSON.array([.string($0.value), .double($0.quality)]) }
    return Self.tagged("Accept", .array(pairs))
  }

  /// The field that a recorded object was read from.
  private var field: String {
    this["v"].array.map { pair in
      let quality: String =
        switch pair.array.last {
        case .int(let value)?: "\(value)"
        case .double(let value)?: "\(value)"
        default: "1"
        }
      return "\(pair.array.first?.string ?? "");q=\(quality)"
    }.joined(separator: ", ")
  }

  func quality(_ function: String) -> JSON {
    let quality =
      function.hasPrefix("MIME")
      ? AcceptedTypes(field).quality(of: text() ?? "") : AcceptedValues(field).quality(of: text() ?? "")
    return .double(quality)
  }

  func best(_ function: String) -> JSON {
    let offered = arguments.first?.array.compactMap(\.string) ?? []
    let best =
      switch function.prefix(while: { $0 != "." }) {
      case "MIMEAccept": AcceptedTypes(field).best(of: offered)
      case "LanguageAccept": AcceptedLanguages(field).best(of: offered)
      default: AcceptedValues(field).best(of: offered)
      }
    return best.map(JSON.string) ?? named["default"]
  }

  /// A text that Werkzeug refuses, and that has a form of its own with us.
  private struct NoTag: Error {}

  func entityTag(_ function: String) throws -> JSON {
    let text = text() ?? ""
    switch function {
    case "quote_etag":
      guard !text.utf8.contains(UInt8(ascii: "\"")) else { throw NoTag() }
      return .string(EntityTag(text, isWeak: argument(1, "weak").bool ?? false).description)
    case "unquote_etag":
      guard !text.isEmpty else { return Self.tuple(.null, .null) }
      let tag = Self.tag(text)
      return Self.tuple(.string(tag.text), .bool(tag.isWeak))
    default:
      var strong: [String] = []
      var weak: [String] = []
      let list = EntityTagList(text)
      if case .tags(let tags) = list {
        strong = tags.filter { !$0.isWeak }.map(\.text).sorted()
        weak = tags.filter(\.isWeak).map(\.text).sorted()
      }
      return .object([
        JSON.Member(name: "$t", value: .string("ETags")),
        JSON.Member(name: "strong", value: .array(strong.map(JSON.string))),
        JSON.Member(name: "weak", value: .array(weak.map(JSON.string))),
        JSON.Member(name: "star", value: .bool(list == .any)),
      ])
    }
  }

  /// A tag, with quotes or without.
  private static func tag(_ text: String) -> EntityTag {
    if case .tags(let tags) = EntityTagList(text), let tag = tags.first { tag } else { EntityTag(text) }
  }

  func range(_ function: String) -> JSON {
    switch function {
    case "parse_if_range_header": ifRange
    case "parse_range_header": ranges
    case "parse_content_range_header": contentRange
    default: .bool(isValidRange)
    }
  }

  private var ifRange: JSON {
    let text = text() ?? ""
    let date = HTTPDate.secondsSince1970(parsing: text)
    let tag = date == nil && !text.isEmpty ? Self.tag(text).text : nil
    return .object([
      JSON.Member(name: "$t", value: .string("IfRange")),
      JSON.Member(name: "etag", value: tag.map(JSON.string) ?? .null),
      JSON.Member(name: "date", value: date.map { WerkzeugDate.json($0) } ?? .null),
    ])
  }

  private var ranges: JSON {
    // What lies behind the end of every resource is refused there at once.
    guard let ranges = ByteRanges(text() ?? ""), ranges.isOrdered, !ranges.parts.contains(.last(0)) else {
      return .null
    }
    let pairs = ranges.parts.map { part -> JSON in
      switch part {
      case .from(let start, let end): .array([.int(start), end.map { .int($0 + 1) } ?? .null])
      case .last(let count): .array([.int(-count), .null])
      }
    }
    return .object([
      JSON.Member(name: "$t", value: .string("Range")), JSON.Member(name: "units", value: .string(ranges.unit)),
      JSON.Member(name: "ranges", value: .array(pairs)),
    ])
  }

  private var contentRange: JSON {
    guard let range = ContentRange(parsing: text() ?? "") else { return .null }
    return .object([
      JSON.Member(name: "$t", value: .string("ContentRange")), JSON.Member(name: "units", value: .string(range.unit)),
      JSON.Member(name: "start", value: range.range.map { .int($0.lowerBound) } ?? .null),
      JSON.Member(name: "stop", value: range.range.map { .int($0.upperBound) } ?? .null),
      JSON.Member(name: "length", value: range.length.map { .int($0) } ?? .null),
    ])
  }

  private var isValidRange: Bool {
    func number(_ index: Int) -> Int? { if case .int(let value) = argument(index) { value } else { nil } }
    guard let start = number(0), let stop = number(1) else {
      return number(0) == nil && number(1) == nil && (number(2) ?? 0) >= 0
    }
    guard start >= 0, stop > start, let ranges = ByteRanges("bytes=\(start)-\(stop - 1)") else { return false }
    // It asks whether there are such bytes; how far the range goes beyond the end does not matter to it.
    return number(2).map { ranges.selection(of: $0) != .unsatisfiable } ?? true
  }
}
