internal import AloftHTTP

/// Names with their texts, wherever they come from: a query, a form, a header section, cookies.
struct TextFields: Sendable {
  private var valuesByName: [String: [String]] = [:]
  /// The names in the order of their first value.
  private(set) var names: [String] = []
  private let spells: @Sendable (String) -> String

  /// Takes texts by their names.
  ///
  /// - Parameters:
  ///   - pairs: The names and texts in order.
  ///   - spells: Gives one spelling to all names that mean the same.
  init(
    _ pairs: some Sequence<(name: String, value: String)>, spells: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.spells = spells
    for (name, value) in pairs {
      let spelled = spells(name)
      if valuesByName[spelled] == nil { names.append(name) }
      valuesByName[spelled, default: []].append(value)
    }
  }

  /// Those of a query or a form.
  init(_ items: QueryItems) { self.init(items.lazy.map { ($0.name, $0.value) }) }

  /// Those of header fields; `userAgent` means `User-Agent`.
  init(_ headers: Headers) {
    self.init(
      headers.lazy.map { ($0.name.spelling, $0.value) },
      spells: { name in
        String(decoding: name.utf8.filter { $0 != UInt8(ascii: "-") }.map(\.lowercased), as: UTF8.self)
      })
  }

  /// Those of cookies.
  init(_ cookies: RequestCookies) { self.init(cookies.lazy.map { ($0.name, $0.value) }) }

  /// All texts of a name, in order.
  func values(of name: String) -> [String] { valuesByName[spells(name)] ?? [] }

  /// Whether a name begins so.
  func hasName(beginningWith prefix: String) -> Bool { names.contains { $0.hasPrefix(prefix) } }
}
