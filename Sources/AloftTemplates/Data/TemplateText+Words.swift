extension TemplateText {
  /// Each word with a capital in front; words begin behind blanks, hyphens and opening brackets.
  static func titledWords(_ text: String) -> String {
    var result = ""
    var rest = String.UnicodeScalarView()
    var beginsWord = true
    for scalar in text.unicodeScalars {
      if beginsWord {
        result += lowercased(String(rest)) + scalar.properties.uppercaseMapping
        rest = String.UnicodeScalarView()
      } else {
        rest.append(scalar)
      }
      beginsWord = isBlank(scalar) || "-({[<".unicodeScalars.contains(scalar)
    }
    return result + lowercased(String(rest))
  }

  /// The number of runs of letters, digits and underscores.
  static func wordCount(_ text: String) -> Int {
    var count = 0
    var isInside = false
    for scalar in text.unicodeScalars {
      let isPart = isWordPart(scalar)
      if isPart, !isInside { count += 1 }
      isInside = isPart
    }
    return count
  }

  static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar == "_" || scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }

  static func isAlphabetic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  static func isDecimal(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .decimalNumber }

  /// Whether there are letters with cases, and all of them are small.
  static func isLower(_ text: String) -> Bool {
    let cased = text.unicodeScalars.filter(\.properties.isCased)
    return !cased.isEmpty && cased.allSatisfy { $0.properties.isLowercase }
  }

  /// Whether there are letters with cases, and all of them are capitals.
  static func isUpper(_ text: String) -> Bool {
    let cased = text.unicodeScalars.filter(\.properties.isCased)
    return !cased.isEmpty && cased.allSatisfy { $0.properties.isUppercase }
  }
}
