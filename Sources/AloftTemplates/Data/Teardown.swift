/// Takes lists in lists apart one after the other: a template can make them so deep that ending one within the end of
/// another would take all of the stack.
enum Teardown {
  static func dismantle(_ elements: inout [TemplateData]) {
    guard holdAny(elements) else { return }
    var pending: [TemplateData] = []
    swap(&pending, &elements)
    while !pending.isEmpty {
      // Not kept in a variable, which would be a further reference.
      var (list, dictionary, object) = containers(of: pending.removeLast())
      if list != nil, isKnownUniquelyReferenced(&list) {
        pending += list?.elements ?? []
        list?.elements = []
      } else if dictionary != nil, isKnownUniquelyReferenced(&dictionary) {
        pending += dictionary?.takeAll() ?? []
      } else if object != nil, isKnownUniquelyReferenced(&object) {
        pending += object?.takeHeld() ?? []
      }
    }
  }

  static func holdAny(_ elements: [TemplateData]) -> Bool { elements.contains(where: holdsOthers) }

  /// What a value holds others in; consumed, so that what is returned may be the last reference.
  private static func containers(
    of data: consuming TemplateData
  ) -> (ListData?, DictionaryData?, TemplateObject?) {
    switch consume data {
    case .list(let list), .tuple(let list): (list, nil, nil)
    case .dictionary(let dictionary): (nil, dictionary, nil)
    case .object(let object) where object.holdsOthers: (nil, nil, object)
    default: (nil, nil, nil)
    }
  }

  private static func holdsOthers(_ data: TemplateData) -> Bool {
    switch data {
    case .list, .tuple, .dictionary: true
    case .object(let object): object.holdsOthers
    default: false
    }
  }
}
