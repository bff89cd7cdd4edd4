public import AloftHTTP

extension Request {
  /// The value of a placeholder of the path or the host, by name; those of a mount's prefix are read this way.
  ///
  /// - Parameters:
  ///   - name: The name between the braces.
  ///   - type: What the text is made into; a `String` if left out.
  /// - Returns: `nil` where there is no placeholder of the name, or its text is none of the type's.
  public func pathValue<Value: PathParameter>(_ name: String, as type: Value.Type = String.self) -> Value? {
    guard let endpoint = route as? Endpoint else { return nil }
    if let index = endpoint.placeholders.firstIndex(of: name) {
      return pathText(at: index - firstOwnPlaceholder).flatMap { Value(pathText: $0) }
    }
    guard let index = endpoint.hostPlaceholders.firstIndex(of: name), index < hostValues.count else { return nil }
    return Value(pathText: hostValues[index])
  }
}
