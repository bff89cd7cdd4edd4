/// Text that is safe to put into a page as it is.
///
/// It is made by interpolation, which escapes: `HTML("<b>\(name)</b>")`; or from text that is known to be safe.
public struct HTML: Hashable, Sendable, CustomStringConvertible {
  /// The markup.
  public let markup: String

  /// Takes markup as it is; never use it for text that came from outside.
  public init(safe markup: String) { self.markup = markup }

  /// Creates markup from a literal whose interpolated values are escaped.
  public init(_ html: HTML) { self = html }

  /// Creates markup by escaping text.
  public init(escaping text: some StringProtocol) {
    var markup = ""
    HTML.escape(text, into: &markup)
    self.markup = markup
  }

  /// The markup.
  public var description: String { markup }

  /// Markup followed by markup.
  public static func + (a: HTML, b: HTML) -> HTML { HTML(safe: a.markup + b.markup) }

  static func escape(_ text: some StringProtocol, into markup: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": markup += "&amp;"
      case "<": markup += "&lt;"
      case ">": markup += "&gt;"
      case "\"": markup += "&#34;"
      case "'": markup += "&#39;"
      default: markup.unicodeScalars.append(scalar)
      }
    }
  }
}

extension HTML: ExpressibleByStringInterpolation {
  /// Creates markup from a literal.
  public init(stringLiteral markup: String) { self.markup = markup }

  /// Creates markup from a literal with values in it.
  public init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  /// Collects the pieces of a literal: what was written stays, what was interpolated is escaped.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    /// Prepares for a literal of about this size.
    public init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    /// Adds a piece of the literal as it is.
    public mutating func appendLiteral(_ literal: String) { markup += literal }

    /// Adds a value's description, escaped.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      HTML.escape(value.description, into: &markup)
    }

    /// Adds markup as it is.
    public mutating func appendInterpolation(_ html: HTML) { markup += html.markup }

    /// Adds pieces of markup one after the other.
    public mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { markup += piece.markup }
    }
  }
}
