/// What a resource is like now: what a client's conditions are held against.
public struct Validators: Sendable, Hashable {
  /// The current version's tag; `nil` where it has none.
  public var entityTag: EntityTag?
  /// The time of the last change in seconds since 1970; `nil` where it is not known.
  public var lastModified: Int?

  /// Creates validators; see the properties.
  public init(entityTag: EntityTag? = nil, lastModified: Int? = nil) {
    self.entityTag = entityTag
    self.lastModified = lastModified
  }
}

/// The conditions that a request makes (RFC 9110, section 13).
public struct Preconditions: Sendable, Hashable {
  /// What the conditions say.
  public enum Outcome: Sendable, Hashable {
    /// Go on as if there were none.
    case proceed
    /// The client has what there is: 304.
    case notModified
    /// The resource is not what the client thinks it is: 412.
    case failed
  }

  private let ifMatch: EntityTagList?
  private let ifUnmodifiedSince: Int?
  private let ifNoneMatch: EntityTagList?
  private let ifModifiedSince: Int?
  private let reads: Bool

  /// Reads a request's conditions; a date that is none makes no condition.
  public init(_ request: Request) {
    // Such a request looks at no version of anything (RFC 9110, section 13.2.1).
    guard ![.options, .trace, .connect].contains(request.method) else {
      (ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince, reads) = (nil, nil, nil, nil, false)
      return
    }
    ifMatch = request.joined(.ifMatch).map { EntityTagList($0) }
    ifUnmodifiedSince = Self.date(request.headers[.ifUnmodifiedSince])
    ifNoneMatch = request.joined(.ifNoneMatch).map { EntityTagList($0) }
    ifModifiedSince = Self.date(request.headers[.ifModifiedSince])
    reads = request.method == .get || request.method == .head
  }

  private static func date(_ text: String?) -> Int? { text.flatMap { HTTPDate.secondsSince1970(parsing: $0) } }

  /// Whether there are none.
  public var isEmpty: Bool {
    ifMatch == nil && ifUnmodifiedSince == nil && ifNoneMatch == nil && (ifModifiedSince == nil || !reads)
  }

  /// Whether the request says which version it is about to change.
  public var guardsChange: Bool { ifMatch != nil || ifUnmodifiedSince != nil }

  /// Holds the conditions against what the resource is like, in the order of RFC 9110, section 13.2.2.
  ///
  /// - Parameter current: What it is like; `nil` where there is no such resource.
  public func outcome(for current: Validators?) -> Outcome {
    if let ifMatch {
      guard let current, ifMatch.containsStrongly(current.entityTag) else { return .failed }
    } else if let ifUnmodifiedSince, let changed = current?.lastModified, changed > ifUnmodifiedSince {
      return .failed
    }
    if let ifNoneMatch {
      guard let current, ifNoneMatch.containsWeakly(current.entityTag) else { return .proceed }
      return reads ? .notModified : .failed
    }
    if reads, let ifModifiedSince, let changed = current?.lastModified, changed <= ifModifiedSince {
      return .notModified
    }
    return .proceed
  }

  /// Whether the parts that a request asks for may be sent: `If-Range` names the current version, or there is none.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - current: What the resource is like.
  public static func rangeApplies(_ request: Request, _ current: Validators) -> Bool {
    guard let text = request.headers[.ifRange] else { return true }
    if let tag = EntityTag(parsing: text) { return current.entityTag.map { tag.matchesStrongly($0) } ?? false }
    guard let date = date(text) else { return false }
    return current.lastModified == date
  }
}
