/// One segment of a pattern, or all that follows the first `path`, which may reach over further segments.
///
/// A class, since a search that passes it on then counts one reference and not one for each of its arrays.
final class SegmentPattern: Sendable {
  /// A placeholder and the literal text behind it.
  struct Placeholder: Sendable {
    let converter: PlaceholderConverter
    var suffix: [UInt8] = []
  }

  /// The literal text before the first placeholder.
  let prefix: [UInt8]
  let placeholders: [Placeholder]
  /// Whether it takes all of the rest of a path.
  let isTail: Bool
  /// One spelling for all patterns that accept the same texts.
  let shape: String
  let weight: SegmentWeight

  init(_ pieces: [RoutePattern.Piece], of pattern: RoutePattern, isTail: Bool = false) {
    var prefix: [UInt8] = []
    var placeholders: [Placeholder] = []
    var shape = ""
    var weight = SegmentWeight()
    for piece in pieces {
      switch piece {
      case .literal(let bytes):
        if let last = placeholders.indices.last { placeholders[last].suffix += bytes } else { prefix += bytes }
        shape += String(decoding: bytes, as: UTF8.self).debugDescription
        weight.addLiteral(bytes)
      case .parameter(let index):
        let parameter = pattern.parameters[index]
        placeholders.append(Placeholder(converter: parameter.converter))
        shape += parameter.shape
        weight.addPlaceholder(parameter)
      }
    }
    self.prefix = prefix
    self.placeholders = placeholders
    self.isTail = isTail
    self.shape = shape
    self.weight = weight
  }

  /// Whether it is literal text alone.
  var isStatic: Bool { placeholders.isEmpty }
}

/// The order in which the segments that could match are tried: never that of registration.
///
/// More and longer literal text comes first, then more placeholders, then those of lower weight; of equal ones those
/// whose converters have more arguments, for these accept less.
struct SegmentWeight: Sendable {
  private var literalLengths: [Int] = []
  private var placeholderWeights: [Int] = []
  private var arguments = 0

  mutating func addLiteral(_ bytes: [UInt8]) {
    literalLengths += bytes.split(separator: UInt8(ascii: "/")).map { -$0.count }
  }

  mutating func addPlaceholder(_ parameter: RouteParameter) {
    placeholderWeights.append(parameter.converter.weight)
    arguments -= parameter.arguments.count
  }

  private var key: [Int] {
    [-literalLengths.count] + literalLengths + [-placeholderWeights.count] + placeholderWeights + [arguments]
  }

  static func < (a: SegmentWeight, b: SegmentWeight) -> Bool { a.key.lexicographicallyPrecedes(b.key) }
}
