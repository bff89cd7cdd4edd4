public import AloftCore
public import AloftHTTP

/// Spares clients what they have already: a response that is the same as theirs is answered with 304, without a body.
///
/// ```swift
/// app.use(ConditionalRequests())
/// ```
///
/// A body that is in memory gets an `ETag` of its bytes, a strong one, since equal tags mean equal bytes. A tag or a
/// `Last-Modified` that the handler sets counts instead, for streams as well; a stream without either is left alone, as
/// is what says `Cache-Control: no-store`. The handler has done its work by then: what is spared is the way. One that
/// can tell earlier asks ``Request/checkPreconditions(entityTag:lastModified:requiresPrecondition:)``.
///
/// It belongs behind compression, which makes tags weak where it changes bytes.
public struct ConditionalRequests: SynchronousMiddleware, CheckedMiddleware {
  private let makesWeakTags: Bool
  private let largestBody: Int

  /// What describes a body that is not sent (RFC 9110, section 15.4.5): the client has it, perhaps otherwise encoded.
  private static let representationFields: Set<HeaderName> = [
    .contentType, .contentLength, .contentEncoding, .contentRange, "Content-Language", .acceptRanges,
  ]

  private static let conditionFields: [HeaderName] = [.ifNoneMatch, .ifModifiedSince, .ifMatch, .ifUnmodifiedSince]

  /// Creates the middleware.
  ///
  /// - Parameters:
  ///   - makesWeakTags: Whether the tags that it makes are weak, for pages that a proxy in front changes without
  ///     changing their tags.
  ///   - largestBody: The most bytes that are hashed for a tag; the event loop does nothing else meanwhile.
  public init(makesWeakTags: Bool = false, largestBody: Int = 1024 * 1024) {
    self.makesWeakTags = makesWeakTags
    self.largestBody = largestBody
  }

  /// Tags the response, and leaves its body out where the client has it.
  public func after(_ response: inout Response, for request: Request) throws {
    guard response.status == .ok, request.method == .get || request.method == .head else { return }
    if let control = response.headers[.cacheControl], CacheControl(parsing: control).contains("no-store") { return }
    var text = response.headers[.entityTag]
    if text == nil {
      text = makeTag(of: response.body)
      if let text { response.headers.append(.entityTag, text) }
    }
    let sent = request.headers
    guard Self.conditionFields.contains(where: { sent.contains($0) }) else { return }
    let conditions = Preconditions(request)
    guard !conditions.isEmpty else { return }
    let tag = text.flatMap { EntityTag(parsing: $0) }
    let changed = response.headers[.lastModified].flatMap { HTTPDate.secondsSince1970(parsing: $0) }
    guard tag != nil || changed != nil else { return }
    let current = Validators(entityTag: tag, lastModified: changed)
    switch conditions.outcome(for: current) {
    case .proceed: break
    case .notModified: Self.leaveOutBody(of: &response)
    case .failed: throw PreconditionError.failed(current)
    }
  }

  private static func leaveOutBody(of response: inout Response) {
    response.status = .notModified
    response.body = .empty
    // What a cache is told by a tag it need not be told by a date.
    let isTagged = response.headers.contains(.entityTag)
    let kept = response.headers.filter { field in
      !representationFields.contains(field.name) && !(isTagged && field.name == .lastModified)
    }
    response.headers = Headers(kept)
  }

  private func makeTag(of body: ResponseBody) -> String? {
    switch body.storage {
    case .bytes(let bytes): bytes.count <= largestBody ? bytes.withUnsafeBytes(makeTag) : nil
    case .text(var text): text.utf8.count <= largestBody ? text.withUTF8 { makeTag(UnsafeRawBufferPointer($0)) } : nil
    default: nil
    }
  }

  /// The tag of bytes; a strong one has 15 bytes at the most, which a string holds without memory of its own.
  private func makeTag(_ bytes: UnsafeRawBufferPointer) -> String {
    var rest = ContentHash.of(bytes)
    let tag = String(unsafeUninitializedCapacity: 15) { text in
      text[0] = UInt8(ascii: "\"")
      var count = 1
      repeat {
        let digit = UInt8(truncatingIfNeeded: rest % 36)
        text[count] = digit < 10 ? 0x30 + digit : 0x57 + digit
        count += 1
        rest /= 36
      } while rest > 0
      text[count] = UInt8(ascii: "\"")
      return count + 1
    }
    return makesWeakTags ? "W/\(tag)" : tag
  }

  /// Says what is wrong with the size.
  public func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
    guard largestBody < 0 else { return [] }
    return [
      Diagnostic(
        id: "conditional.size", message: "ConditionalRequests hashes bodies of up to \(largestBody) bytes",
        place: place, fix: "Name a size in bytes; 0 makes tags for empty bodies alone.")
    ]
  }
}
