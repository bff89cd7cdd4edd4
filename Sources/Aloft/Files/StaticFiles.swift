internal import AloftHTTP
internal import AloftServer

/// Answers with the files below a folder.
struct StaticFiles: Sendable {
  let folder: String
  let index: String?
  let allowsHidden: Bool
  /// What is said of a name that keeps its place when its file changes.
  let plainPolicy: String
  private let fingerprints = Fingerprints()
  private let descriptions = FileDescriptions()

  /// What is said of a name that changes with its file: nobody needs to ask for it again.
  private static let fingerprintedPolicy = "public, max-age=31536000, immutable"
  /// Larger codings of one file are not looked for.
  private static let codings: [ContentCoding] = [.brotli, .zstandard, .gzip]

  init(folder: String, index: String?, maxAge: Duration?, allowsHidden: Bool) {
    self.folder = folder
    self.index = index
    self.allowsHidden = allowsHidden
    plainPolicy = maxAge.map { "public, max-age=\(max(0, $0.components.seconds))" } ?? "no-cache"
  }

  // MARK: - Names

  /// The name that stands in a URL for a file's: with its fingerprint, so that another version has another URL.
  func versioned(_ name: String) -> String {
    // A file that is not there is not found when its URL is asked for; a page with its link must not fail for it.
    guard isAllowed(name), case .file(let file)? = try? FileLookup.find(name, in: folder, waits: true),
      let fingerprint = fingerprints.fingerprint(of: file, name)
    else { return name }
    return FingerprintedName.name(name, fingerprint)
  }

  private func isAllowed(_ name: String) -> Bool { FileName.isSafe(name) && (allowsHidden || !FileName.isHidden(name)) }

  // MARK: - Answers

  private struct Found {
    let file: OpenFile
    let name: String
    /// Whether the request's name has the fingerprint of these contents.
    var isFingerprinted = false
  }

  /// Answers a request for a name.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - name: The path below the place where the files are served, decoded.
  ///   - waits: Whether the disk may be waited for.
  /// - Returns: `nil` if it would have to be waited for.
  /// - Throws: ``HTTPError`` 404 where there is no such file, and what the request's conditions make of it.
  func answer(_ request: Request, _ name: String, waits: Bool) throws -> Response? {
    let isFolder = name.isEmpty || name.hasSuffix("/")
    let name = isFolder ? String(name.dropLast()) : name
    guard name.isEmpty || isAllowed(name) else { throw HTTPError(.notFound) }
    if isFolder {
      guard let index else { throw HTTPError(.notFound) }
      return try answer(request, find(name.isEmpty ? index : "\(name)/\(index)", waits: waits), waits: waits)
    }
    if let versioned = try findVersioned(name, waits: waits) {
      if case .found = versioned { return try answer(request, versioned, waits: waits) }
      if case .wouldWait = versioned { return nil }
    }
    return try answer(request, find(name, waits: waits), waits: waits)
  }

  private enum Finding {
    case found(Found)
    case folder(String)
    case missing
    case wouldWait
  }

  private func find(_ name: String, waits: Bool) throws -> Finding {
    switch try FileLookup.find(name, in: folder, waits: waits) {
    case .file(let file): .found(Found(file: file, name: name))
    case .folder: .folder(name)
    case .missing: .missing
    case .wouldWait: .wouldWait
    }
  }

  /// Looks for the file of a name with a fingerprint.
  ///
  /// - Returns: `nil` for another name, or one that is a file's own.
  private func findVersioned(_ name: String, waits: Bool) throws -> Finding? {
    guard let versioned = FingerprintedName(name) else { return nil }
    let finding = try find(versioned.plain, waits: waits)
    guard case .found(var found) = finding else {
      if case .wouldWait = finding { return finding }
      return nil
    }
    guard
      let fingerprint = waits
        ? fingerprints.fingerprint(of: found.file, found.name) : fingerprints.known(of: found.file, found.name)
    else { return waits ? nil : .wouldWait }
    if fingerprint == versioned.fingerprint {
      found.isFingerprinted = true
      return .found(found)
    }
    // Perhaps another tool's fingerprint, and a file of that name is there; else an older page wants an older version,
    // and the new one is better than none.
    switch try find(name, waits: waits) {
    case .missing, .folder: return .found(found)
    case let other: return other
    }
  }

  private func answer(_ request: Request, _ finding: Finding, waits: Bool) throws -> Response? {
    switch finding {
    case .missing: throw HTTPError(.notFound)
    case .wouldWait: return nil
    case .folder(let name):
      guard index != nil else { throw HTTPError(.notFound) }
      return redirect(request, toFolder: name)
    case .found(let found): return try response(request, found, waits: waits)
    }
  }

  /// Relative, and so right below any prefix; never taken for another host or scheme.
  private func redirect(_ request: Request, toFolder name: String) -> Response {
    let last = name.split(separator: "/").last.map(String.init) ?? ""
    let query = request.queryString.map { "?\($0)" } ?? ""
    return .redirect(
      to: "./\(PathText.encoded(last.utf8, keepsSlashes: false))/\(query)", status: .permanentRedirect)
  }

  private func response(_ request: Request, _ found: Found, waits: Bool) throws -> Response? {
    let kind = FileMediaTypes.kind(of: found.name)
    let isKept = request.application.mode == .production
    var key = DescribedFile(name: found.name, isLasting: found.isFingerprinted && isKept)
    var file = found.file
    // A range is one of the file as it is.
    if kind.isCompressible, !request.headers.contains(.range) {
      switch try encoded(found, for: request, waits: waits) {
      case .wouldWait: return nil
      case .none: break
      case .some(let other, let coding): (file, key.coding) = (other, coding)
      }
    }
    let headers = descriptions.headers(key, file.version, isKept: file.isSettled) {
      var fields = file.fields(type: kind.mediaType)
      // Whoever develops wants to see what he has changed.
      let policy = key.isLasting ? Self.fingerprintedPolicy : isKept ? plainPolicy : "no-cache"
      fields.append(Headers.Field(.cacheControl, policy))
      if kind.isCompressible { fields.append(Headers.Field(.vary, "Accept-Encoding")) }
      if let coding = key.coding { fields.append(Headers.Field(.contentEncoding, coding.rawValue)) }
      return fields
    }
    let response = Response(headers: headers, body: ResponseBody(.file(FileBody(file, size: file.size))))
    return try response.asked(by: request)
  }

  // MARK: - Files that were compressed before

  private enum Encoded {
    case none
    case some(OpenFile, ContentCoding)
    case wouldWait
  }

  /// Looks for the file in a coding that the request accepts, as old as the file itself at the most.
  private func encoded(_ found: Found, for request: Request, waits: Bool) throws -> Encoded {
    var codings = Self.codings
    while let coding = request.preferred(of: codings) {
      switch try FileLookup.find(found.name + coding.fileEnding, in: folder, waits: waits) {
      case .file(let other):
        let (new, old) = (other.version, found.file.version)
        if (new.seconds, new.nanoseconds) >= (old.seconds, old.nanoseconds) { return .some(other, coding) }
      case .wouldWait: return .wouldWait
      case .missing, .folder: break
      }
      codings.removeAll { $0 == coding }
    }
    return .none
  }
}
