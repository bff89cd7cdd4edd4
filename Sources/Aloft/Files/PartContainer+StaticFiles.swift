internal import AloftCore
internal import AloftHTTP
internal import AloftServer

extension PartContainer {
  /// Serves the files below a folder: style sheets, scripts, images.
  ///
  /// ```swift
  /// app.staticFiles(at: "/static", from: "Public")
  /// app.get("/") { (request: Request) in
  ///   HTML("<link rel=\"stylesheet\" href=\"\(try request.url(for: "static", ["filename": "app.css"]))\">")
  /// }
  /// ```
  ///
  /// A URL that is built has a fingerprint of the file in it, `/static/app.3f9a1c20.css`, and may be kept for a year;
  /// clients ask again for all others, and are told shortly if nothing has changed. A file `app.css.br`, `.zst` or `.gz`
  /// beside `app.css`, and not older, is sent to clients that accept its coding. No name and no link leads out of the
  /// folder.
  ///
  /// - Parameters:
  ///   - prefix: The path they are served below.
  ///   - folder: Where they lie; a relative path begins where the program was started.
  ///   - name: The route's name; its placeholder is `filename`.
  ///   - index: The file that is sent for a folder, `index.html`; folders are not found if left out. Their files are
  ///     never listed.
  ///   - maxAge: How long clients may keep files of plain names without asking; not at all if left out.
  ///   - allowsHidden: Whether names that begin with a dot are served; without it only those below `.well-known` are.
  public func staticFiles(
    at prefix: String = "/static", from folder: String, name: String = "static", index: String? = nil,
    maxAge: Duration? = nil, allowsHidden: Bool = false, file: String = #fileID, line: Int = #line
  ) {
    let place = SourcePlace(file: file, line: line)
    let files = StaticFiles(folder: folder, index: index, maxAge: maxAge, allowsHidden: allowsHidden)
    let prefix = prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
    var route = Route([.get], "\(prefix)/{filename:path}", name: name, place: place, handler: files.handler)
    route.urlValue = { placeholder, value in
      placeholder == "filename" ? value.text.map { .string(files.versioned($0)) } ?? value : value
    }
    add(route)
    if index != nil { add(Route([.get], "\(prefix)/", place: place, handler: files.handler)) }
    check(file: file, line: line) { _ in
      FileLookup.isFolder(folder)
        ? []
        : [
          Diagnostic(
            id: "static.folder", message: "there is no folder '\(folder)' to serve files from", place: place,
            fix: "Create it, or give its whole path; a relative one begins where the program is started.")
        ]
    }
  }
}

extension StaticFiles {
  fileprivate var handler: Handler {
    let answer: @Sendable (Request) throws -> Response? = { request in
      try self.answer(request, request.pathText(at: 0) ?? "", waits: false)
    }
    let wait: @Sendable (Request) async throws -> Response = { request in
      let response = try await blocking { try self.answer(request, request.pathText(at: 0) ?? "", waits: true) }
      return try response ?? { throw HTTPError(.notFound) }()
    }
    return Handler(.either(answer, else: wait), [Request.self], Response.self)
  }
}
