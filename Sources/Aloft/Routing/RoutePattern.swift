import AloftHTTP

/// A parameter of a route: what a placeholder of its pattern declares.
package struct RouteParameter: Sendable {
  /// The name between the braces.
  package let name: String
  /// The name of its converter, `string` if the pattern names none.
  package let converterName: String
  /// The converter's arguments, such as limits.
  package let arguments: ConverterArguments
  let converter: PlaceholderConverter

  /// Two placeholders of one shape accept the same texts in the same order.
  var shape: String { "{\(converterName)\(arguments.canonicalText)}" }
}

/// A pattern of a path or a host, taken apart.
package struct RoutePattern: Sendable {
  enum Piece: Sendable {
    case literal([UInt8])
    /// The place of the parameter in ``parameters``.
    case parameter(Int)
  }

  /// The pattern as it was written.
  package let text: String
  /// What its placeholders declare, in order.
  package let parameters: [RouteParameter]
  let pieces: [Piece]

  /// The pieces between the separators of the literals; a separator at the end leaves an empty last one.
  func split(at separator: UInt8) -> [[Piece]] {
    var parts: [[Piece]] = [[]]
    for piece in pieces {
      guard case .literal(let bytes) = piece else {
        parts[parts.count - 1].append(piece)
        continue
      }
      for (index, run) in bytes.split(separator: separator, omittingEmptySubsequences: false).enumerated() {
        if index > 0 { parts.append([]) }
        if !run.isEmpty { parts[parts.count - 1].append(.literal(Array(run))) }
      }
    }
    return parts
  }

  /// The pattern with runs of slashes made one.
  func mergingSlashes() -> RoutePattern {
    let merged = pieces.map { piece -> Piece in
      guard case .literal(let bytes) = piece else { return piece }
      return .literal(PathText.mergingSlashes(bytes.span))
    }
    return RoutePattern(text: text, parameters: parameters, pieces: merged)
  }
}
