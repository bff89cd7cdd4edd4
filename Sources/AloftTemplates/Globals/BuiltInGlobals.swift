/// The functions that every template finds under their names.
enum BuiltInGlobals {
  static let all: [String: TemplateGlobal] = functions.merging(Gettext.functions) { $1 }

  private static let functions: [String: TemplateGlobal] = [
    "range": .function { arguments, machine in try machine.range(arguments) },
    "dict": .function { arguments, machine in try machine.dictionary(arguments) },
    "lipsum": .function { arguments, machine in try Lipsum.write(arguments, machine) },
    "cycler": .function { arguments, _ in
      guard !arguments.positional.isEmpty else { throw RenderFailure(.type, "at least one item has to be provided") }
      return .object(CyclerObject(arguments.positional))
    },
    "joiner": .function { arguments, _ in
      let values = try arguments.bound(to: ["sep"], required: 0, "joiner")
      return .object(JoinerObject(values[0].isMissing ? .text(", ") : values[0]))
    },
    "namespace": .function { arguments, machine in
      let entries = try machine.dictionary(arguments)
      if case .dictionary(let dictionary) = entries { machine.changedDictionaries.append(dictionary) }
      return .object(NamespaceObject(entries))
    },
  ]
}

extension Machine {
  fileprivate func range(_ arguments: Arguments) throws -> TemplateData {
    let values = try arguments.positional.map { value in
      guard let number = value.integer else {
        throw RenderFailure(.type, "'\(value.typeName)' object cannot be interpreted as an integer")
      }
      return number
    }
    guard (1...3).contains(values.count) else {
      throw RenderFailure(.type, "range expected 1 to 3 arguments, got \(values.count)")
    }
    let step = values.count == 3 ? values[2] : 1
    guard step != 0 else { throw RenderFailure(.value, "range() arg 3 must not be zero") }
    let start = values.count == 1 ? 0 : values[0]
    let stop = values.count == 1 ? values[0] : values[1]
    guard let range = RangeObject.of(start, stop, step) else { throw RenderFailure(.limit, "the range is too large") }
    guard range.length <= limits.rangeLength else {
      throw RenderFailure(.limit, "a range of \(range.length) numbers is too large, the limit is \(limits.rangeLength)")
    }
    return .object(range)
  }

  fileprivate mutating func dictionary(_ arguments: Arguments) throws -> TemplateData {
    let result = DictionaryData()
    guard arguments.positional.count <= 1 else {
      throw RenderFailure(.type, "dict expected at most 1 argument, got \(arguments.positional.count)")
    }
    if let first = arguments.positional.first {
      if case .dictionary(let other) = first {
        for (key, value) in other.entries { try result.set(key, value) }
      } else {
        for pair in try elements(of: first).all() {
          let parts = try elements(of: pair).all()
          guard parts.count == 2 else {
            throw RenderFailure(.value, "pairs are due, and here are \(parts.count) values")
          }
          try result.set(parts[0], parts[1])
        }
      }
    }
    for (name, value) in arguments.named { try result.set(.text(name), value) }
    return .dictionary(result)
  }
}

/// Values by turns.
final class CyclerObject: TemplateObject {
  private var values: [TemplateData]
  private var place = 0

  init(_ values: [TemplateData]) {
    self.values = values
    super.init(holdsOthers: true)
  }

  override func takeHeld() -> [TemplateData] {
    defer { values = [] }
    return values
  }

  deinit { Teardown.dismantle(&values) }

  override var typeName: String { "Cycler" }
  override var memberNames: [String] { ["next", "reset", "current"] }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    switch name {
    case "current": return values[place]
    case "next":
      return .object(
        FunctionObject(name, of: self) { [unowned self] _, _ in
          defer { place = (place + 1) % values.count }
          return values[place]
        })
    case "reset":
      return .object(
        FunctionObject(name, of: self) { [unowned self] _, _ in
          place = 0
          return .none
        })
    default: return nil
    }
  }
}

/// Nothing when it is called first, and a separator from then on.
final class JoinerObject: TemplateObject {
  private var separator: TemplateData
  private var isUsed = false

  init(_ separator: TemplateData) {
    self.separator = separator
    super.init(holdsOthers: true)
  }

  override func takeHeld() -> [TemplateData] {
    defer { separator = .none }
    return [separator]
  }

  deinit {
    var held = takeHeld()
    Teardown.dismantle(&held)
  }

  override var typeName: String { "Joiner" }
  override var isCallable: Bool { true }
  override func call(_ arguments: Arguments, _ machine: inout Machine) -> TemplateData {
    defer { isUsed = true }
    return isUsed ? separator : .text("")
  }
}

/// Names that may be assigned to from every scope.
final class NamespaceObject: TemplateObject {
  private let values: DictionaryData

  init(_ values: TemplateData) {
    if case .dictionary(let values) = values { self.values = values } else { self.values = DictionaryData() }
  }

  override var typeName: String { "Namespace" }
  override var printed: (begin: String, data: TemplateData, end: String)? { ("<Namespace ", .dictionary(values), ">") }
  override var memberNames: [String] { values.keys.compactMap(\.string) }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? { values[name] }
  override func item(_ key: TemplateData, _ machine: inout Machine) throws -> TemplateData? {
    try values.value(of: key)
  }
  override func set(_ name: String, _ value: TemplateData) -> Bool { (try? values.set(.text(name), value)) != nil }
}

/// Text that means nothing.
enum Lipsum {
  private static let words = TemplateText.words(
    """
    a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit commodo
    condimentum congue consectetuer consequat conubia convallis cras cubilia cum curabitur curae cursus dapibus diam
    dictum dictumst dignissim dis dolor donec dui duis egestas eget eleifend elementum elit enim erat eros est et etiam eu
    euismod facilisi facilisis fames faucibus felis fermentum feugiat fringilla fusce gravida habitant hac hendrerit
    iaculis id imperdiet in inceptos integer interdum ipsum justo lacinia lacus laoreet lectus leo libero ligula lobortis
    lorem luctus maecenas magna magnis malesuada massa mattis mauris metus mi molestie mollis montes morbi mus nam nec
    neque nibh nisi nisl non nostra nulla nullam nunc odio orci ornare parturient pede pellentesque penatibus per pharetra
    phasellus placerat porta porttitor posuere potenti praesent pretium primis proin pulvinar purus quam quis quisque
    rhoncus ridiculus risus rutrum sagittis sapien scelerisque sed sem semper senectus sit sociis sodales sollicitudin
    suscipit suspendisse taciti tellus tempor tempus tincidunt torquent tortor tristique turpis ullamcorper ultrices
    ultricies urna ut varius vehicula vel velit venenatis vestibulum vitae vivamus viverra volutpat vulputate
    """)

  static func write(_ arguments: Arguments, _ machine: Machine) throws -> TemplateData {
    let values = try arguments.bound(to: ["n", "html", "min", "max"], required: 0, "lipsum")
    let count = try machine.whole(values[0], standard: 5, "n")
    let isMarkup = values[1].isMissing ? true : try values[1].isTrue
    let least = max(1, try machine.whole(values[2], standard: 20, "min"))
    let most = max(least + 1, try machine.whole(values[3], standard: 100, "max"))
    guard count <= 1000, most <= 10_000 else { throw RenderFailure(.limit, "so much text is too much") }
    let paragraphs = (0..<max(0, count)).map { _ in paragraph(Int.random(in: least..<most)) }
    guard isMarkup else { return .text(paragraphs.joined(separator: "\n\n")) }
    return .markup(paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n"))
  }

  private static func paragraph(_ count: Int) -> String {
    var text: [String] = []
    var beginsSentence = true
    for place in 0..<count {
      let word = words[Int.random(in: 0..<words.count)]
      var shown = beginsSentence ? TemplateText.capitalized(word) : word
      beginsSentence = place == count - 1 || Int.random(in: 0..<12) == 0
      if beginsSentence { shown += "." } else if Int.random(in: 0..<8) == 0 { shown += "," }
      text.append(shown)
    }
    return text.joined(separator: " ")
  }
}
