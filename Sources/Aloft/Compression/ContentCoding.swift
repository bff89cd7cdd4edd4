internal import AloftHTTP

/// How a body may be encoded on its way (RFC 9110, section 8.4.1).
enum ContentCoding: String, Sendable {
  case brotli = "br"
  case zstandard = "zstd"
  case gzip
  case deflate

  /// The ending of a file that holds another one encoded.
  var fileEnding: String {
    switch self {
    case .brotli: ".br"
    case .zstandard: ".zst"
    case .gzip: ".gz"
    case .deflate: ".zz"
    }
  }
}

extension Request {
  /// The best of some codings, the first of them where the client has no preference; `nil` for content as it is.
  func preferred(of codings: [ContentCoding]) -> ContentCoding? {
    guard headers.contains(.acceptEncoding) else { return nil }
    return acceptedEncodings.best(of: codings.map(\.rawValue) + ["identity"]).flatMap { ContentCoding(rawValue: $0) }
  }

  /// Whether a body may come as it is.
  var allowsIdentity: Bool { acceptedEncodings.quality(of: "identity") > 0 }
}

/// Which media types become shorter by compression.
enum CompressibleTypes {
  private static let others: Set<String> = [
    "application/javascript", "application/json", "application/manifest+json", "application/rtf", "application/wasm",
    "application/x-javascript", "application/x-ndjson", "application/xhtml+xml", "application/xml",
    "application/vnd.ms-fontobject", "font/otf", "font/ttf", "image/bmp", "image/svg+xml", "image/vnd.microsoft.icon",
    "image/x-icon",
  ]

  /// Whether a type is one of text, or otherwise known to be worth it; its parameters mean nothing.
  static func contain(_ type: String) -> Bool {
    let name = type.prefix { $0 != ";" && $0 != " " }.lowercased()
    return name.hasPrefix("text/") || name.hasSuffix("+json") || name.hasSuffix("+xml") || others.contains(name)
  }
}
