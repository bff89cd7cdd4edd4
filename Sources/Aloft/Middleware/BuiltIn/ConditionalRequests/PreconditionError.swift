public import AloftHTTP

/// A condition of a request that keeps it from being answered as usual.
public enum PreconditionError: ResponseError, Sendable, Hashable {
  /// The client has what there is: 304.
  case notModified(Validators)
  /// The resource is not what the client thinks it is, `nil` where there is none: 412.
  case failed(Validators?)
  /// The request must say which version it changes: 428.
  case required

  /// The status of the answer.
  public var status: Status {
    switch self {
    case .notModified: .notModified
    case .failed: .preconditionFailed
    case .required: .preconditionRequired
    }
  }

  /// What the client is to do.
  public var message: String? {
    switch self {
    case .notModified: nil
    case .failed: "it has changed since you read it: read it again, and repeat your change"
    case .required: "say which version you change: send its ETag in If-Match"
    }
  }

  /// What the resource is like now.
  public var headers: Headers {
    switch self {
    case .notModified(let current), .failed(.some(let current)):
      var headers: Headers = [:]
      if let tag = current.entityTag { headers[.entityTag] = "\(tag)" }
      if let changed = current.lastModified { headers[.lastModified] = HTTPDate.text(secondsSince1970: changed) }
      return headers
    case .failed(nil), .required: return [:]
    }
  }
}
