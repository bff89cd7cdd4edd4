internal import AloftSQL

/// Functions of texts that SQLite has for ASCII only.
enum TextFunctions {
  static var all: [BuiltInFunction] {
    [
      BuiltInFunction("lower", 1) { try change($0, \.lowercaseMapping) },
      BuiltInFunction("upper", 1) { try change($0, \.uppercaseMapping) },
    ]
  }

  private static func change(_ call: FunctionCall, _ mapping: KeyPath<Unicode.Scalar.Properties, String>) throws {
    guard let text = try call.text(0) else { return call.giveNull() }
    var changed = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { changed.append(self.mapping(of: scalar, mapping)) }
    call.give(String(changed))
  }

  /// The one character that another becomes; PostgreSQL makes no two of one either.
  static func mapping(
    of scalar: Unicode.Scalar, _ mapping: KeyPath<Unicode.Scalar.Properties, String>
  ) -> Unicode.Scalar {
    let mapped = scalar.properties[keyPath: mapping].unicodeScalars
    return mapped.count == 1 ? mapped.first ?? scalar : scalar
  }
}
