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
        // Never markup: with other letters its entities are none.
        .text(TemplateText.titledWords(try machine.text(of: value)))
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
      let indent = try machine.optionalWhole(values[1])
      try machine.checkWidth(indent ?? 0)
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

  /// A whole number, cut off far beyond all that is any size or place, so that sums of some of them are numbers as well.
  func whole(_ value: TemplateData, standard: Int, _ name: String) throws -> Int {
    if value.isMissing { return standard }
    if case .undefined(let undefined) = value { throw undefined.failure }
    guard let number = value.integer else {
      throw RenderFailure(.type, "'\(name)' has to be a whole number, not '\(value.typeName)'")
    }
    return Int(Int32(clamping: number))
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
    try checkWidth(width, limits.output)
    return TemplateText.padded(text, to: width, left: left, right: right, fill)
  }
}
