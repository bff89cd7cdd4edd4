extension Machine {
  func escaped(_ value: TemplateData) throws -> TemplateData {
    switch value {
    case .markup: value
    case .object(let object) where object.isSafe: .markup(try object.text())
    default: .markup(TemplateText.escaped(try text(of: value)))
    }
  }

  mutating func urlEncoded(_ value: TemplateData) throws -> TemplateData {
    if let text = value.string { return .text(URLText.quoted(text, keepsSlash: true)) }
    let pairs: [(TemplateData, TemplateData)]
    switch value {
    case .dictionary(let dictionary): pairs = dictionary.entries.map { ($0.key, $0.value) }
    case .list, .tuple, .object:
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
    case .undefined(let undefined) where undefined.kind != .strict: return .text("")
    default: return .text(URLText.quoted(try text(of: value), keepsSlash: true))
    }
    var result = ""
    for (key, value) in pairs {
      if !result.isEmpty { result += "&" }
      result += URLText.quoted(try text(of: key), keepsSlash: false, plus: true)
      result += "=" + URLText.quoted(try text(of: value), keepsSlash: false, plus: true)
      try checkLength(result.utf8.count)
    }
    return .text(result)
  }

  mutating func urlized(_ values: [TemplateData]) throws -> TemplateData {
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
    let links = Links(
      limit: limit, rel: rels.sorted().joined(separator: " "), target: target, schemes: schemes, most: limits.output)
    let text = try text(of: values[0])
    let result = try links.marked(values[0].isMarkup ? text : TemplateText.escaped(text))
    return .text(result, safe: escapes)
  }

  mutating func attributes(_ values: [TemplateData]) throws -> TemplateData {
    let addsBlank = values[1].isMissing ? true : try values[1].isTrue
    let entries: [(key: TemplateData, value: TemplateData)]
    switch values[0] {
    case .dictionary(let dictionary): entries = dictionary.entries
    case .undefined(let undefined): throw undefined.failure
    default: throw RenderFailure(.type, "'\(values[0].typeName)' object has no attribute 'items'")
    }
    var result = ""
    for (key, value) in entries {
      switch value {
      case .none, .undefined, .missing: continue
      default: break
      }
      guard let name = key.string else {
        throw RenderFailure(.type, "the name of an attribute is a text, not '\(key.typeName)'")
      }
      // Blanks, `/`, `>` and `=` end a name, and what follows would be an attribute of its own.
      guard !name.unicodeScalars.contains(where: { TemplateText.isBlank($0) || "/>=".unicodeScalars.contains($0) })
      else {
        throw RenderFailure(.value, "Invalid character in attribute name: \(TemplateText.quoted(name))")
      }
      if addsBlank || !result.isEmpty { result += " " }
      let text = try text(of: value)
      result += "\(TemplateText.escaped(name))=\"\(value.isMarkup ? text : TemplateText.escaped(text))\""
      try checkLength(result.utf8.count)
    }
    return .text(result, safe: escapes)
  }
}
