public import AloftHTTP
internal import AloftServer

extension Response {
  /// Creates a response of a file, read while it is sent.
  ///
  /// Returned from a handler it becomes what the request asks for: all of the file, ranges of it, or word that nothing
  /// has changed.
  ///
  /// - Parameters:
  ///   - path: Where the file lies; never take it from a request: see ``file(_:in:type:downloadName:)``.
  ///   - type: Its media type; told from its name if left out.
  ///   - downloadName: The name under which a browser saves it instead of showing it.
  /// - Throws: ``HTTPError`` 404 where there is no such file.
  public static func file(_ path: String, type: String? = nil, downloadName: String? = nil) async throws -> Response {
    try await file(path, type, downloadName) { waits in try FileLookup.find(path, waits: waits) }
  }

  /// Creates a response of a file below a folder, whose name may come from a request.
  ///
  /// Returned from a handler it becomes what the request asks for: all of the file, ranges of it, or word that nothing
  /// has changed.
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
    try await file(name, type, downloadName) { waits in try FileLookup.find(name, in: folder, waits: waits) }
  }

  private static func file(
    _ name: String, _ type: String?, _ downloadName: String?,
    _ find: @escaping @Sendable (_ waits: Bool) throws -> FileLookup
  ) async throws -> Response {
    var found = try find(false)
    if case .wouldWait = found { found = try await blocking { try find(true) } }
    guard case .file(let file) = found else { throw HTTPError(.notFound) }
    var response = Response(file, type: type ?? FileMediaTypes.kind(of: name).mediaType)
    if let downloadName { response.headers[.contentDisposition] = attachment(downloadName) }
    return response
  }

  /// Creates a response of a whole file with what describes it.
  init(_ file: OpenFile, type: String) {
    self.init(headers: Headers(file.fields(type: type)), body: ResponseBody(.file(FileBody(file, size: file.size))))
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

extension OpenFile {
  /// The fields that describe the file.
  func fields(type: String) -> [Headers.Field] {
    var fields: [Headers.Field] = [
      Headers.Field(.contentType, type), Headers.Field(.acceptRanges, "bytes"),
      // What is sent is of the type that is said, whatever a browser makes of its first bytes.
      Headers.Field(.contentTypeOptions, "nosniff"),
    ]
    // A file that has changed just now could change once more, and nobody could tell.
    if isSettled {
      fields.append(Headers.Field(.lastModified, HTTPDate.text(secondsSince1970: version.seconds)))
      fields.append(Headers.Field(.entityTag, version.entityTag))
    }
    return fields
  }
}
