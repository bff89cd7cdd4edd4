public import AloftHTTP
internal import AloftServer

extension Response {
  /// The bytes that are read at a time; smaller files are sent with their head.
  private static let pieceSize = 128 * 1024

  /// Creates a response of a file, read while it is sent.
  ///
  /// - Parameters:
  ///   - path: Where the file lies; never take it from a request: see ``file(_:in:type:downloadName:)``.
  ///   - type: Its media type; told from its name if left out.
  ///   - downloadName: The name under which a browser saves it instead of showing it.
  /// - Throws: ``HTTPError`` 404 where there is no such file.
  public static func file(_ path: String, type: String? = nil, downloadName: String? = nil) async throws -> Response {
    try await file(type: type ?? FileMediaTypes.of(fileName: path), downloadName: downloadName) { path }
  }

  /// Creates a response of a file below a folder, whose name may come from a request.
  ///
  /// - Parameters:
  ///   - name: A path below the folder; one that leads out of it, by `..` or by a link, is not found.
  ///   - folder: The folder.
  ///   - type: Its media type; told from its name if left out.
  ///   - downloadName: The name under which a browser saves it instead of showing it.
  /// - Throws: ``HTTPError`` 404 where there is no such file.
  public static func file(
    _ name: String, in folder: String, type: String? = nil, downloadName: String? = nil
  ) async throws -> Response {
    try await file(type: type ?? FileMediaTypes.of(fileName: name), downloadName: downloadName) {
      OpenFile.path(of: name, in: folder)
    }
  }

  private static func file(
    type: String, downloadName: String?, path: @escaping @Sendable () -> String?
  ) async throws -> Response {
    let opened = try await blocking { () -> (OpenFile, [UInt8]?)? in
      guard let file = path().flatMap({ OpenFile(path: $0) }) else { return nil }
      return (file, file.size <= pieceSize ? try file.read(at: 0, count: file.size) : nil)
    }
    guard let (file, bytes) = opened else { throw HTTPError(.notFound) }
    var headers: Headers = [
      .contentType: type, .lastModified: HTTPDate.text(secondsSince1970: file.modified),
      // What is sent is of the type that is said, whatever a browser makes of its first bytes.
      "X-Content-Type-Options": "nosniff",
    ]
    if let downloadName { headers[.contentDisposition] = attachment(downloadName) }
    if let bytes { return Response(headers: headers, body: .bytes(bytes)) }
    let body = ResponseBody.stream(length: file.size) { writer in
      var offset = 0
      while offset < file.size {
        let start = offset
        let piece = try await blocking { try file.read(at: start, count: min(pieceSize, file.size - start)) }
        guard !piece.isEmpty else { return }
        try await writer.write(piece)
        offset += piece.count
      }
    }
    return Response(headers: headers, body: body)
  }

  /// A name for saving, in ASCII for old browsers and in UTF-8 for the others (RFC 6266, RFC 8187).
  private static func attachment(_ name: String) -> String {
    let plain = name.unicodeScalars.map {
      (0x20..<0x7F).contains($0.value) && $0 != "\"" && $0 != "\\" ? Character($0) : "_"
    }
    let encoded = name.utf8.map { byte -> String in
      let isPlain =
        byte < 128 && (Character(Unicode.Scalar(byte)).isLetter || byte.isDigit || "-._~".utf8.contains(byte))
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
    }
    return "attachment; filename=\"\(String(plain))\"; filename*=UTF-8''\(encoded.joined())"
  }
}
