/// The placeholders of a text, as it writes them.
struct Placeholders {
  /// How many there are.
  let count: Int
  /// The first that is not the one of the next value.
  let foreign: String?

  init(of text: String) {
    var count = 0
    var foreign: String?
    for case .placeholder(let name) in SQLTokens(text) {
      count += 1
      if foreign == nil, name.dropFirst() != "\(count)" || !"$?".contains(name.first ?? " ") { foreign = String(name) }
    }
    self.count = count
    self.foreign = foreign
  }
}
