/// Fields that many responses share, encoded once.
package final class PreparedFields: Sendable {
  package let fields: [Headers.Field]
  let encoded: [UInt8]
  /// A bit for each name: two sets without a common bit have no common name.
  let mask: UInt64

  /// Prepares fields; none of them may be one that the encoder writes itself.
  package init(_ fields: [Headers.Field]) {
    self.fields = fields
    var out = OutputBytes()
    for field in fields { _ = ResponseEncoder.append(field, to: &out) }
    encoded = out.bytes
    mask = fields.reduce(0) { $0 | $1.name.bit }
  }
}

extension HeaderName {
  /// The bit that stands for the name, whatever its case, in a set of names.
  var bit: UInt64 {
    let bytes = spelling.utf8
    let ends = Int((bytes.first ?? 0).lowercased) &+ Int((bytes.last ?? 0).lowercased) &* 7
    return 1 << UInt64((bytes.count &* 31 &+ ends) & 63)
  }
}

extension Headers {
  /// Those of plain text.
  package static let plainText = Headers(
    PreparedFields([Field(.contentType, "text/plain; charset=utf-8")]))
  /// Those of JSON.
  package static let json = Headers(PreparedFields([Field(.contentType, "application/json")]))
  /// Those of a page.
  package static let html = Headers(PreparedFields([Field(.contentType, "text/html; charset=utf-8")]))
}
