/// Fields that many responses share, encoded once.
package final class PreparedFields: Sendable {
  package let fields: [Headers.Field]
  let encoded: [UInt8]

  /// Prepares fields; none of them may be one that the encoder writes itself.
  package init(_ fields: [Headers.Field]) {
    self.fields = fields
    var out = OutputBytes()
    for field in fields { _ = ResponseEncoder.append(field, to: &out) }
    encoded = out.bytes
  }
}

extension Headers {
  /// Those of plain text.
  package static let plainText = Headers(
    PreparedFields([Field(.contentType, "text/plain; charset=utf-8")]))
  /// Those of a page.
  package static let html = Headers(PreparedFields([Field(.contentType, "text/html; charset=utf-8")]))
}
