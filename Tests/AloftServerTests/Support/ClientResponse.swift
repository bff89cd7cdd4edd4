/// A response as it came over the wire.
struct ClientResponse: Sendable {
  let version: String
  let status: Int
  let fields: [(name: String, value: String)]
  var body: [UInt8] = []
  var trailers: [(name: String, value: String)] = []

  /// - Returns: `nil` if the line is none.
  init?(statusLine: String, fields: [(name: String, value: String)]) {
    let parts = statusLine.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let status = Int(parts[1]) else { return nil }
    version = String(parts[0])
    self.status = status
    self.fields = fields
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// Whether the server says that the connection ends behind this response.
  var closes: Bool { self["Connection"] == "close" }

  var isChunked: Bool { self["Transfer-Encoding"] == "chunked" }

  /// The value of a field that stands here once; several are joined, so that no comparison takes them for one.
  subscript(_ name: String) -> String? {
    let values = fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    return values.isEmpty ? nil : values.joined(separator: " | ")
  }
}
