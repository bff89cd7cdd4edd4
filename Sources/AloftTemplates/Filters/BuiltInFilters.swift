#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The filters that every environment has.
enum BuiltInFilters {
  static let all: [Filter] = texts + markup + numbers + sequences + selections

  static let texts: [Filter] = [
    Filter(
      "capitalize",
      of: { value, machine in
        .text(TemplateText.capitalized(try machine.text(of: value)), safe: value.isMarkup)
      }),
    Filter("center", "value width?") { values, machine in
      let width = try machine.whole(values[1], standard: 80, "width")
      let text = try machine.text(of: values[0])
      return .text(try machine.padded(text, to: width, left: true, right: true), safe: values[0].isMarkup)
    },
    Filter(
      "format",
      free: { arguments, machine in
        guard let format = arguments.positional.first else { throw RenderFailure(.type, "format() needs a text") }
        guard arguments.named.isEmpty || arguments.positional.count < 2 else {
          throw RenderFailure(.assertion, "can't handle positional and keyword arguments at the same time")
        }
        let text = try machine.text(of: format)
        if arguments.named.isEmpty {
          return try machine.formatted(text, .tuple(Array(arguments.positional.dropFirst())), isSafe: format.isMarkup)
        }
        let values = DictionaryData()
        for (name, value) in arguments.named { try values.set(.text(name), value) }
        return try machine.formatted(text, .dictionary(values), isSafe: format.isMarkup)
      }),
    Filter("indent", "s width? first? blank?") { values, machine in try machine.indented(values) },
    Filter(
      "lower",
      of: { value, machine in
        .text(TemplateText.lowercased(try machine.text(of: value)), safe: value.isMarkup)
      }),
    Filter(
      "upper",
      of: { value, machine in
        .text(try machine.text(of: value).uppercased(), safe: value.isMarkup)
      }),
    Filter("replace", "s old new count?") { values, machine in try machine.replaced(values) },
    Filter(
      "string",
      of: { value, machine in
        value.isMarkup ? value : .text(try machine.text(of: value))
      }),
    Filter(
      "title",
      of: { value, machine in
        .text(TemplateText.titledWords(try machine.text(of: value)), safe: value.isMarkup)
      }),
    Filter("trim", "value chars?") { values, machine in
      let characters = try machine.optionalText(values[1], "chars")
      return .text(TemplateText.stripped(try machine.text(of: values[0]), characters), safe: values[0].isMarkup)
    },
    Filter("truncate", "s length? killwords? end? leeway?") { values, machine in try machine.truncated(values) },
    Filter("wordcount", "s") { values, machine in .int(TemplateText.wordCount(try machine.text(of: values[0]))) },
    Filter("wordwrap", "s width? break_long_words? wrapstring? break_on_hyphens?") { values, machine in
      try machine.wrapped(values)
    },
  ]

  static let numbers: [Filter] = [
    Filter("abs", "x") { values, machine in
      switch values[0] {
      case .double(let number): return .double(number.magnitude)
      case .undefined(let undefined): throw undefined.failure
      default:
        guard let number = values[0].integer, number > .min else {
          throw RenderFailure(.type, "bad operand type for abs(): '\(values[0].typeName)'")
        }
        return .int(abs(number))
      }
    },
    Filter("filesizeformat", "value binary?") { values, machine in
      .text(try machine.fileSize(values[0], isBinary: try values[1].isTrue))
    },
    Filter("float", "value default?") { values, machine in try machine.float(values[0], standard: values[1]) },
    Filter("int", "value default? base?") { values, machine in
      try machine.int(values[0], standard: values[1], base: values[2])
    },
    Filter("round", "value precision? method?") { values, machine in try machine.rounded(values) },
  ]

  static let markup: [Filter] = [
    Filter("escape", of: { value, machine in try machine.escaped(value) }),
    Filter("e", of: { value, machine in try machine.escaped(value) }),
    Filter("forceescape", of: { value, machine in .markup(TemplateText.escaped(try machine.text(of: value))) }),
    Filter("safe", of: { value, machine in .markup(try machine.text(of: value)) }),
    Filter("striptags", of: { value, machine in .text(Markup.withoutTags(try machine.text(of: value))) }),
    Filter("tojson", "value indent?") { values, machine in
      let indent = try values[1].isMissing ? nil : machine.optionalWhole(values[1])
      return .markup(JSONText.safe(try JSONText.write(values[0], indent: indent)))
    },
    Filter("urlencode", "value") { values, machine in try machine.urlEncoded(values[0]) },
    Filter("urlize", "value trim_url_limit? nofollow? target? rel? extra_schemes?") { values, machine in
      try machine.urlized(values)
    },
    Filter("xmlattr", "d autospace?") { values, machine in try machine.attributes(values) },
    Filter("pprint", "value") { values, machine in .text(try PrettyText.write(values[0])) },
  ]
}

extension Machine {
  // MARK: - Arguments

  func whole(_ value: TemplateData, standard: Int, _ name: String) throws -> Int {
    if value.isMissing { return standard }
    if case .undefined(let undefined) = value { throw undefined.failure }
    guard let number = value.integer else {
      throw RenderFailure(.type, "'\(name)' has to be a whole number, not '\(value.typeName)'")
    }
    return number
  }

  func optionalWhole(_ value: TemplateData) throws -> Int? {
    switch value {
    case .missing, .none: nil
    default: try whole(value, standard: 0, "number")
    }
  }

  func optionalText(_ value: TemplateData, _ name: String) throws -> String? {
    switch value {
    case .missing, .none: return nil
    default:
      guard let text = value.string else {
        throw RenderFailure(.type, "'\(name)' has to be a text, not '\(value.typeName)'")
      }
      return text
    }
  }

  func textArgument(_ value: TemplateData, standard: String, _ name: String) throws -> String {
    if case .none = value { throw RenderFailure(.type, "'\(name)' has to be a text, not 'NoneType'") }
    return try optionalText(value, name) ?? standard
  }

  func padded(_ text: String, to width: Int, left: Bool, right: Bool, _ fill: String = " ") throws -> String {
    guard width <= limits.output else { throw RenderFailure(.limit, "a width of \(width) is too large") }
    return TemplateText.padded(text, to: width, left: left, right: right, fill)
  }

  // MARK: - Texts

  private func requiredText(_ value: TemplateData, _ what: String) throws -> String {
    if let text = value.string { return text }
    if case .undefined(let undefined) = value { throw undefined.failure }
    throw RenderFailure(.type, "only a text can be \(what), not '\(value.typeName)'")
  }

  fileprivate mutating func indented(_ values: [TemplateData]) throws -> TemplateData {
    let isSafe = values[0].isMarkup
    let text = try requiredText(values[0], "indented")
    var prefix: String
    switch values[1] {
    case .missing: prefix = "    "
    case .text(let text), .markup(let text): prefix = text
    default:
      let width = try whole(values[1], standard: 4, "width")
      prefix = try padded("", to: width, left: false, right: true)
    }
    if isSafe, !values[1].isMarkup { prefix = TemplateText.escaped(prefix) }
    let first = try values[2].isTrue
    let blank = try values[3].isTrue
    // The line break that is added keeps the last line as it is.
    let source = text + "\n"
    if blank {
      return .text((first ? prefix : "") + TemplateText.lines(source).joined(separator: "\n" + prefix), safe: isSafe)
    }
    var lines = TemplateText.lines(source)
    var result = lines.isEmpty ? "" : lines.removeFirst()
    if !lines.isEmpty { result += "\n" + lines.map { $0.isEmpty ? $0 : prefix + $0 }.joined(separator: "\n") }
    return .text((first ? prefix : "") + result, safe: isSafe)
  }

  fileprivate mutating func replaced(_ values: [TemplateData]) throws -> TemplateData {
    let count = try optionalWhole(values[3]) ?? -1
    func plain(_ value: TemplateData, _ name: String) throws -> String {
      guard let text = value.string else {
        throw RenderFailure(.type, "replace() argument '\(name)' must be str, not \(value.typeName)")
      }
      return text
    }
    let text = try self.text(of: values[0])
    let old = try plain(values[1], "old")
    let new = try plain(values[2], "new")
    let growth = (text.utf8.count / max(1, old.utf8.count) + 1).multipliedReportingOverflow(by: new.utf8.count)
    guard !growth.overflow, growth.partialValue <= limits.output || text.utf8.count < 1000 else {
      throw RenderFailure(.limit, "what this makes becomes too large")
    }
    let isPlain = !values[0].isMarkup && !values[1].isMarkup && !values[2].isMarkup
    if !escapes || isPlain { return .text(TemplateText.replaced(text, old, new, most: count)) }
    // Where texts are escaped, what is put in is escaped unless it is safe.
    let source = values[0].isMarkup ? text : TemplateText.escaped(text)
    return .markup(
      TemplateText.replaced(source, old, values[2].isMarkup ? new : TemplateText.escaped(new), most: count))
  }

  fileprivate mutating func truncated(_ values: [TemplateData]) throws -> TemplateData {
    let length = try whole(values[1], standard: 255, "length")
    let kills = try values[2].isTrue
    let end = try textArgument(values[3], standard: "...", "end")
    let leeway = try optionalWhole(values[4]) ?? 5
    let endCount = TemplateText.count(end)
    guard length >= endCount else {
      throw RenderFailure(.value, "expected length >= \(endCount), got \(length)")
    }
    guard leeway >= 0 else { throw RenderFailure(.value, "expected leeway >= 0, got \(leeway)") }
    if try values[0].length() <= length + leeway { return values[0] }
    let text = try requiredText(values[0], "truncated")
    let isSafe = values[0].isMarkup
    let tail = isSafe && !values[3].isMarkup && !values[3].isMissing ? TemplateText.escaped(end) : end
    var kept = TemplateText.prefix(text, length - endCount)
    if !kills, let space = kept.unicodeScalars.lastIndex(of: " ") {
      kept = String(kept.unicodeScalars[..<space])
    }
    return .text(kept + tail, safe: isSafe)
  }

  fileprivate mutating func wrapped(_ values: [TemplateData]) throws -> TemplateData {
    let width = try whole(values[1], standard: 79, "width")
    let breaksWords = values[2].isMissing ? true : try values[2].isTrue
    let breaksHyphens = values[4].isMissing ? true : try values[4].isTrue
    var separator = syntaxLineBreak
    if case .none = values[3] {} else if !values[3].isMissing { separator = try text(of: values[3]) }
    let text = try requiredText(values[0], "wrapped")
    let lines = try TemplateText.lines(text).map { line in
      try WordWrap(width: width, breaksWords: breaksWords, breaksHyphens: breaksHyphens).lines(line)
        .joined(separator: separator)
    }
    return .text(lines.joined(separator: separator))
  }

  fileprivate var syntaxLineBreak: String { environment.syntax.lineBreak }

  // MARK: - Numbers

  fileprivate func rounded(_ values: [TemplateData]) throws -> TemplateData {
    let precision = try whole(values[1], standard: 0, "precision")
    let method = try textArgument(values[2], standard: "common", "method")
    guard ["common", "ceil", "floor"].contains(method) else {
      throw RenderFailure(.assertion, "the method of round is 'common', 'ceil' or 'floor', not '\(method)'")
    }
    if case .undefined(let undefined) = values[0] { throw undefined.failure }
    guard let number = values[0].number else {
      throw RenderFailure(.type, "type \(values[0].typeName) doesn't define __round__ method")
    }
    if method == "common" {
      if case .double = values[0] {} else { return .int(Self.rounded(values[0].integer ?? 0, precision)) }
      guard precision > -309 else { return .double(0) }
      guard precision < 30 else { return .double(number) }
      if precision >= 0 { return .double(Double(NumberText.fixed(number, precision)) ?? number) }
      let factor = pow(10.0, Double(-precision))
      return .double((number / factor).rounded(.toNearestOrEven) * factor)
    }
    let factor = pow(10.0, Double(precision))
    let scaled = number * factor
    return .double((method == "ceil" ? scaled.rounded(.up) : scaled.rounded(.down)) / factor)
  }

  private static func rounded(_ number: Int, _ precision: Int) -> Int {
    guard precision < 0 else { return number }
    guard precision > -19 else { return 0 }
    var factor = 1
    for _ in 0..<(-precision) { factor *= 10 }
    let rest = ((number % factor) + factor) % factor
    let (below, isBelowAll) = number.subtractingReportingOverflow(rest)
    guard !isBelowAll else { return number }
    let (above, overflow) = below.addingReportingOverflow(factor)
    if overflow || rest * 2 < factor { return below }
    if rest > factor - rest { return above }
    return (below / factor) % 2 == 0 ? below : above
  }

  fileprivate func fileSize(_ value: TemplateData, isBinary: Bool) throws -> String {
    if case .undefined(let undefined) = value { throw undefined.failure }
    let bytes: Double
    if let number = value.number {
      bytes = number
    } else if let text = value.string {
      guard let number = PythonNumber.double(text) else {
        throw RenderFailure(.value, "could not convert string to float: \(TemplateText.quoted(text))")
      }
      bytes = number
    } else {
      throw RenderFailure(.type, "float() argument must be a string or a real number, not '\(value.typeName)'")
    }
    let base = isBinary ? 1024.0 : 1000.0
    let units =
      isBinary
      ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"] : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]
    if bytes == 1 { return "1 Byte" }
    if bytes < base {
      guard bytes > -9e18 else { return "\(NumberText.fixed(bytes, 0)) Bytes" }
      return "\(Int(bytes)) Bytes"
    }
    var unit = base
    for (index, name) in units.enumerated() {
      unit *= base
      if bytes < unit || index == units.count - 1 { return "\(NumberText.fixed(base * bytes / unit, 1)) \(name)" }
    }
    return ""
  }

  fileprivate func float(_ value: TemplateData, standard: TemplateData) throws -> TemplateData {
    if let number = value.number { return .double(number) }
    if let text = value.string, let number = PythonNumber.double(text) { return .double(number) }
    if case .undefined(let undefined) = value { throw undefined.failure }
    return standard.isMissing ? .double(0) : standard
  }

  fileprivate func int(_ value: TemplateData, standard: TemplateData, base: TemplateData) throws -> TemplateData {
    let standard = standard.isMissing ? TemplateData.int(0) : standard
    switch value {
    case .undefined(let undefined): throw undefined.failure
    case .double(let number):
      guard number.isFinite, number.magnitude < 9.2e18 else { return standard }
      return .int(Int(number))
    case .text(let text), .markup(let text):
      if let number = PythonNumber.int(text, base: try whole(base, standard: 10, "base")) { return .int(number) }
      guard let number = PythonNumber.double(text), number.isFinite, number.magnitude < 9.2e18 else { return standard }
      return .int(Int(number))
    default: return value.integer.map { .int($0) } ?? standard
    }
  }

  // MARK: - Markup

  fileprivate func escaped(_ value: TemplateData) throws -> TemplateData {
    switch value {
    case .markup: value
    case .object(let object) where object.isSafe: .markup(try object.text())
    default: .markup(TemplateText.escaped(try text(of: value)))
    }
  }

  fileprivate mutating func urlEncoded(_ value: TemplateData) throws -> TemplateData {
    if let text = value.string { return .text(URLText.quoted(text, keepsSlash: true)) }
    let pairs: [(TemplateData, TemplateData)]
    switch value {
    case .dictionary(let dictionary): pairs = dictionary.entries.map { ($0.key, $0.value) }
    case .list, .tuple, .object:
      guard case .object(let object) = value, object.isMapping, let entries = object.entries() else {
        guard let elements = try? elements(of: value).all() else {
          return .text(URLText.quoted(try text(of: value), keepsSlash: true))
        }
        pairs = try elements.map { element in
          let parts = try self.elements(of: element).all()
          guard parts.count == 2 else {
            throw RenderFailure(.value, "pairs are due, and here are \(parts.count) values")
          }
          return (parts[0], parts[1])
        }
        break
      }
      pairs = entries.map { ($0.key, $0.value) }
    case .undefined(let undefined) where undefined.kind != .strict: return .text("")
    default: return .text(URLText.quoted(try text(of: value), keepsSlash: true))
    }
    let parts = try pairs.map { key, value in
      "\(URLText.quoted(try text(of: key), keepsSlash: false, plus: true))=\(URLText.quoted(try text(of: value), keepsSlash: false, plus: true))"
    }
    return .text(parts.joined(separator: "&"))
  }

  fileprivate mutating func urlized(_ values: [TemplateData]) throws -> TemplateData {
    let limit = try optionalWhole(values[1])
    var rels = Set(try (optionalText(values[4], "rel") ?? "").split(separator: " ").map(String.init))
    if try values[2].isTrue { rels.insert("nofollow") }
    rels.insert("noopener")
    let target = try optionalText(values[3], "target")
    var schemes: [String] = []
    switch values[5] {
    case .missing, .none: break
    default: schemes = try elements(of: values[5]).all().compactMap(\.string)
    }
    for scheme in schemes where !Links.isScheme(scheme) {
      throw RenderFailure(.assertion, "\(TemplateText.quoted(scheme)) is not a valid URI scheme prefix.")
    }
    let links = Links(limit: limit, rel: rels.sorted().joined(separator: " "), target: target, schemes: schemes)
    let text = try text(of: values[0])
    let result = links.marked(values[0].isMarkup ? text : TemplateText.escaped(text))
    return .text(result, safe: escapes)
  }

  fileprivate mutating func attributes(_ values: [TemplateData]) throws -> TemplateData {
    let addsBlank = values[1].isMissing ? true : try values[1].isTrue
    let entries: [(key: TemplateData, value: TemplateData)]
    switch values[0] {
    case .dictionary(let dictionary): entries = dictionary.entries
    case .object(let object) where object.isMapping: entries = object.entries() ?? []
    case .undefined(let undefined): throw undefined.failure
    default: throw RenderFailure(.type, "'\(values[0].typeName)' object has no attribute 'items'")
    }
    var parts: [String] = []
    for (key, value) in entries {
      switch value {
      case .none, .undefined, .missing: continue
      default: break
      }
      let name = try text(of: key)
      // Blanks, `/`, `>` and `=` end a name, and what follows would be an attribute of its own.
      guard !name.unicodeScalars.contains(where: { TemplateText.isBlank($0) || "/>=".unicodeScalars.contains($0) })
      else {
        throw RenderFailure(.value, "Invalid character in attribute name: \(TemplateText.quoted(name))")
      }
      parts.append(
        "\(TemplateText.escaped(name))=\"\(value.isMarkup ? try text(of: value) : TemplateText.escaped(try text(of: value)))\""
      )
    }
    var result = parts.joined(separator: " ")
    if addsBlank, !result.isEmpty { result = " " + result }
    return .text(result, safe: escapes)
  }
}
