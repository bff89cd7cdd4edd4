extension String {
  /// The text for a terminal: short, and without what would control it.
  var shown: String {
    let scalars = unicodeScalars.prefix(80).map { $0.isControl ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(scalars)) + (unicodeScalars.count > 80 ? "…" : "")
  }

  /// The text without what would control a terminal; lines and tabs stay.
  var shownInLines: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl && $0 != "\n" && $0 != "\t" ? "\u{FFFD}" : $0 }))
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool {
    switch self {
    // They turn the direction of what follows, so that a line reads as another one.
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
    default: properties.generalCategory == .control
    }
  }
}
