public import AloftHTTP

extension Request {
  /// Holds the request's conditions (`If-Match`, `If-None-Match` and their like) against what a resource is like now,
  /// before anything is read or changed.
  ///
  /// ```swift
  /// app.put("/posts/{id}") { (id: Int, text: JSON<Text>, request: Request) in
  ///   let post = try await posts.find(id)
  ///   try request.checkPreconditions(entityTag: EntityTag("\(post.version)"), requiresPrecondition: true)
  ///   try await posts.replace(id, text.value)
  ///   return Status.noContent
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - entityTag: The current version's tag.
  ///   - lastModified: The time of the last change in seconds since 1970.
  ///   - requiresPrecondition: Whether a request that changes something must say which version, so that nobody
  ///     overwrites what he has not seen.
  /// - Throws: ``PreconditionError``, which is answered with 304 where the client has what there is, with 412 where the
  ///   resource is another one than the client thinks, and with 428 where a condition is missing.
  public func checkPreconditions(
    entityTag: EntityTag? = nil, lastModified: Int? = nil, requiresPrecondition: Bool = false
  ) throws(PreconditionError) {
    try checkPreconditions(
      for: Validators(entityTag: entityTag, lastModified: lastModified), requiresPrecondition: requiresPrecondition)
  }

  /// Holds the request's conditions against a resource that may not be there; see
  /// ``checkPreconditions(entityTag:lastModified:requiresPrecondition:)``.
  ///
  /// - Parameters:
  ///   - current: What the resource is like; `nil` where there is none, so that `If-None-Match: *` lets it be created.
  ///   - requiresPrecondition: Whether a request that changes something must make a condition.
  public func checkPreconditions(
    for current: Validators?, requiresPrecondition: Bool = false
  ) throws(PreconditionError) {
    let conditions = Preconditions(self)
    switch conditions.outcome(for: current) {
    case .failed: throw .failed(current)
    case .notModified: throw .notModified(current ?? Validators())
    case .proceed: break
    }
    let isSafe = [.get, .head, .options, .trace].contains(method)
    if requiresPrecondition, !isSafe, conditions.isEmpty { throw .required }
  }
}
