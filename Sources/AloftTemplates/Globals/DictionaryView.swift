/// The keys, the values or the entries of a dictionary.
final class DictionaryView: TemplateObject {
  enum Part: String { case keys, values, items }

  private var dictionary: DictionaryData
  private let part: Part

  init(_ dictionary: DictionaryData, _ part: Part) {
    self.dictionary = dictionary
    self.part = part
    super.init(holdsOthers: true)
  }

  override func takeHeld() -> [TemplateData] {
    defer { dictionary = DictionaryData() }
    return [.dictionary(dictionary)]
  }

  deinit {
    var held = takeHeld()
    Teardown.dismantle(&held)
  }

  private var all: [TemplateData] {
    switch part {
    case .keys: dictionary.keys
    case .values: dictionary.values
    case .items: dictionary.entries.map { .tuple([$0.key, $0.value]) }
    }
  }

  override var typeName: String { "dict_\(part.rawValue)" }
  override var printed: (begin: String, data: TemplateData, end: String)? {
    ("dict_\(part.rawValue)(", .list(all), ")")
  }
  override var count: Int? { dictionary.count }
  override var isTrue: Bool { dictionary.count > 0 }
  override func elements() -> Elements? { Elements(all) }
}
