/// The name of a setting in its three spellings.
struct SettingName: Sendable, Hashable {
  /// The words, in lower case: `database`, `url`.
  private let words: [String]

  /// Takes the name of a property apart, `databaseURL`.
  init(_ name: String, prefix: String = "") { words = Self.words(of: prefix) + Self.words(of: name) }

  /// `DATABASE_URL`
  var variable: String { words.joined(separator: "_").uppercased() }

  /// `--database-url`
  var flag: String { "--" + words.joined(separator: "-") }

  /// `--no-cache`, which says that a setting is false.
  var negation: String { "--no-" + words.joined(separator: "-") }

  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    let letters = Array(name)
    for (index, letter) in letters.enumerated() {
      let isSeparator = letter == "_" || letter == "-"
      let startsWord =
        letter.isUppercase && !word.isEmpty
        && (word.last?.isUppercase != true || beginsWord(letters.dropFirst(index + 1)))
      if isSeparator || startsWord {
        if !word.isEmpty { words.append(word.lowercased()) }
        word = ""
      }
      if !isSeparator { word.append(letter) }
    }
    if !word.isEmpty { words.append(word.lowercased()) }
    return words
  }

  /// Whether a large letter behind another begins a word, as these letters behind it say: the `P` of `URLPath`, but not
  /// the `L` of `hostURLs`.
  private static func beginsWord(_ rest: ArraySlice<Character>) -> Bool {
    guard let next = rest.first, next.isLowercase else { return false }
    return next != "s" || rest.dropFirst().first?.isLowercase == true
  }
}
