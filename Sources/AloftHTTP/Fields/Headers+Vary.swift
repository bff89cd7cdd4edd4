extension Headers {
  /// Says that a response depends on fields of its request, beside those that it names already (`Vary`; RFC 9110,
  /// section 12.5.5), so that a cache does not give one client's response to another.
  ///
  /// - Parameter names: The fields' names.
  public mutating func vary(on names: HeaderName...) {
    let own = values(of: .vary)
    let named = own.flatMap { FieldText.list($0) }
    guard !named.contains("*") else { return }
    let missing = names.filter { name in !named.contains { FieldText.equal($0, name.spelling) } }
    guard !missing.isEmpty else { return }
    self[.vary] = (own.filter { !$0.isEmpty } + missing.map(\.spelling)).joined(separator: ", ")
  }
}
