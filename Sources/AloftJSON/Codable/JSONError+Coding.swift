// Between our errors and those that Codable's contracts name. Types meet the latter, who calls ``JSONCoding`` the former.

extension JSONError.Step: CodingKey {
  /// Creates the step to a member.
  ///
  /// - Parameter stringValue: The member's name.
  public init(stringValue: String) { self = .key(stringValue) }

  /// Creates the step to an element.
  ///
  /// - Parameter intValue: The element's index.
  public init(intValue: Int) { self = .index(intValue) }

  /// The member's name, or the index as text.
  public var stringValue: String {
    switch self {
    case .key(let name): name
    case .index(let index): String(index)
    }
  }

  /// The index of an element; for the step to a member, its name as a number if it is one.
  public var intValue: Int? {
    switch self {
    case .key(let name): Int(name)
    case .index(let index): index
    }
  }
}

extension JSONError {
  /// What a type threw while it was read; an error of ours may be inside.
  init(_ error: DecodingError, in document: Document) {
    let context =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "\(error)")
      }
    if let own = context.underlyingError as? JSONError {
      self = own
      return
    }
    let node = document.node(at: context.codingPath)
    let place = Place.document(document, node: node, offset: document.nodes[node].place)
    switch error {
    case .keyNotFound(let key, _):
      self.init(
        .missingKey, "The key '\(key.stringValue)' is missing", at: place,
        missingKey: MissingKey(name: key.stringValue) { _ in false })
    case .typeMismatch, .valueNotFound: self.init(.wrongKind, context.debugDescription.withoutFullStop, at: place)
    default: self.init(.invalid, context.debugDescription.withoutFullStop, at: place)
    }
  }

  /// What a type threw while it was written; an error of ours may be inside.
  init(_ error: EncodingError) {
    guard case .invalidValue(_, let context) = error else {
      self.init(.unwritable, "\(error)", at: .steps([]))
      return
    }
    if let own = context.underlyingError as? JSONError {
      self = own
      return
    }
    let steps = context.codingPath.map { key in key as? Step ?? Step(key) }
    self.init(.unwritable, context.debugDescription.withoutFullStop, at: .steps(steps))
  }

  /// The error as a decoder's containers throw it.
  func decodingError(_ type: Any.Type) -> DecodingError {
    let context = DecodingError.Context(codingPath: steps, debugDescription: problem, underlyingError: self)
    guard reason == .wrongKind else { return .dataCorrupted(context) }
    if case .document(let document, let node?, _) = place, document.nodes[node].kind == .null {
      return .valueNotFound(type, context)
    }
    return .typeMismatch(type, context)
  }
}

extension JSONError.Step {
  /// The step that a key of another type names.
  init(_ key: some CodingKey) { self = key.intValue.map { .index($0) } ?? .key(key.stringValue) }
}

extension String {
  fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
