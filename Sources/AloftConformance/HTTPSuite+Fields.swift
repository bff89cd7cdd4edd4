import Aloft
import AloftHTTP

/// Preferences, tags and ranges.
extension HTTPSuite {
  var accept: JSON {
    let items = AcceptedValues(text() ?? "").items
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

  func entityTag(_ function: String) -> JSON {
    let text = text() ?? ""
    switch function {
    case "quote_etag":
      return .string(EntityTag(text, isWeak: argument(1, "weak").bool ?? false).description)
    case "unquote_etag":
      guard !text.isEmpty else { return Self.tuple(.null, .null) }
      let tag = EntityTag(parsing: text) ?? EntityTag(text)
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
    let tag = date == nil && !text.isEmpty ? (EntityTag(parsing: text) ?? EntityTag(text)).text : nil
    return .object([
      JSON.Member(name: "$t", value: .string("IfRange")),
      JSON.Member(name: "etag", value: tag.map(JSON.string) ?? .null),
      JSON.Member(name: "date", value: date.map { WerkzeugDate.json($0) } ?? .null),
    ])
  }

  private var ranges: JSON {
    guard let ranges = ByteRanges(text() ?? ""), ranges.isOrdered else { return .null }
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
    let length = number(2).map { "\($0)" } ?? "*"
    return ContentRange(parsing: "bytes \(start)-\(stop - 1)/\(length)") != nil
  }
}
