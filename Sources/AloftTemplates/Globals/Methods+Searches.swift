/// The methods of texts that look for others in them, or in a part of them: `text.find(part, start, end)`.
extension Methods {
  static let textSearches: [Filter] = [
    Filter("find", "self sub start? end?") { values, machine in
      .int(try place(values, fromRight: false, &machine) ?? -1)
    },
    Filter("rfind", "self sub start? end?") { values, machine in
      .int(try place(values, fromRight: true, &machine) ?? -1)
    },
    Filter("index", "self sub start? end?") { values, machine in
      try found(try place(values, fromRight: false, &machine))
    },
    Filter("rindex", "self sub start? end?") { values, machine in
      try found(try place(values, fromRight: true, &machine))
    },
    Filter("count", "self sub start? end?") { values, machine in
      let part = try text(values[1], "sub")
      guard let (whole, _) = try searched(values, &machine) else { return .int(0) }
      return .int(part.isEmpty ? TemplateText.count(whole) + 1 : TemplateText.places(of: part, in: whole).count)
    },
    Filter("startswith", "self prefix start? end?") { values, machine in
      .bool(try edges(values, &machine) { $0.starts(with: $1) })
    },
    Filter("endswith", "self suffix start? end?") { values, machine in
      .bool(try edges(values, &machine) { $0.suffix($1.count).elementsEqual($1) })
    },
  ]

  /// The bounds of a part, counted from behind where they are negative; `nil` where there is no such part.
  static func bounds(
    _ start: TemplateData, _ end: TemplateData, count: Int, _ machine: Machine
  ) throws -> Range<Int>? {
    func place(_ value: TemplateData, standard: Int) throws -> Int {
      guard let place = try machine.optionalWhole(value) else { return standard }
      return place < 0 ? max(0, place + count) : place
    }
    let first = try place(start, standard: 0)
    let last = min(count, try place(end, standard: count))
    return first <= last ? first..<last : nil
  }

  /// The part of a text that is searched, and how many characters stand in front of it.
  private static func searched(
    _ values: [TemplateData], _ machine: inout Machine
  ) throws -> (text: String, before: Int)? {
    let whole = try text(values[0])
    if values[2].isMissing, values[3].isMissing { return (whole, 0) }
    let scalars = whole.unicodeScalars
    guard let part = try bounds(values[2], values[3], count: scalars.count, machine) else { return nil }
    let kept = scalars.dropFirst(part.lowerBound).prefix(part.count)
    return (String(String.UnicodeScalarView(kept)), part.lowerBound)
  }

  private static func place(
    _ values: [TemplateData], fromRight: Bool, _ machine: inout Machine
  ) throws -> Int? {
    let part = try text(values[1], "sub")
    guard let (whole, before) = try searched(values, &machine) else { return nil }
    if part.isEmpty { return before + (fromRight ? TemplateText.count(whole) : 0) }
    guard let place = TemplateText.places(of: part, in: whole, most: 1, fromRight: fromRight).first else { return nil }
    return before + TemplateText.count(String(decoding: whole.utf8.prefix(place), as: UTF8.self))
  }

  private static func found(_ place: Int?) throws -> TemplateData {
    guard let place else { throw RenderFailure(.value, "substring not found") }
    return .int(place)
  }

  private static func edges(
    _ values: [TemplateData], _ machine: inout Machine, _ holds: ([UInt8], [UInt8]) -> Bool
  ) throws -> Bool {
    var choices = [values[1]]
    if case .tuple(let several) = values[1] { choices = several.elements }
    let wanted = try choices.map { Array(try text($0).utf8) }
    guard let (whole, _) = try searched(values, &machine) else { return false }
    let bytes = Array(whole.utf8)
    return wanted.contains { holds(bytes, $0) }
  }
}
