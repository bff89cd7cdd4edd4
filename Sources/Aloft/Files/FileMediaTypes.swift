/// The media types of files, told from their names' endings.
enum FileMediaTypes {
  /// What an ending tells of a file.
  struct Kind {
    let mediaType: String
    let isCompressible: Bool

    fileprivate init(_ mediaType: String) {
      self.mediaType = mediaType
      isCompressible = CompressibleTypes.contain(mediaType)
    }
  }

  /// What a file's name tells of it; bytes of no known kind for an ending that is not listed.
  static func kind(of name: String) -> Kind {
    let utf8 = name.utf8
    guard let dot = utf8.lastIndex(of: UInt8(ascii: ".")) else { return unknown }
    let ending = name[utf8.index(after: dot)...]
    return kinds[String(ending)] ?? kinds[ending.lowercased()] ?? unknown
  }

  private static let unknown = Kind("application/octet-stream")
  private static let kinds = types.mapValues(Kind.init)

  private static let types: [String: String] = [
    "aac": "audio/aac", "avif": "image/avif", "bmp": "image/bmp", "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8", "flac": "audio/flac", "gif": "image/gif", "gz": "application/gzip",
    "htm": "text/html; charset=utf-8", "html": "text/html; charset=utf-8", "ico": "image/vnd.microsoft.icon",
    "ics": "text/calendar; charset=utf-8", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8", "json": "application/json", "map": "application/json",
    "md": "text/markdown; charset=utf-8", "mjs": "text/javascript; charset=utf-8", "mp3": "audio/mpeg",
    "mp4": "video/mp4", "oga": "audio/ogg", "ogg": "audio/ogg", "ogv": "video/ogg", "otf": "font/otf",
    "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml", "tar": "application/x-tar",
    "ttf": "font/ttf", "txt": "text/plain; charset=utf-8", "wasm": "application/wasm", "wav": "audio/wav",
    "webm": "video/webm", "webmanifest": "application/manifest+json", "webp": "image/webp", "woff": "font/woff",
    "woff2": "font/woff2", "xhtml": "application/xhtml+xml", "xml": "application/xml", "zip": "application/zip",
  ]
}
