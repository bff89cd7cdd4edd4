/// Who is told of what a client can't see of an application; there is one in tests only.
package protocol TestObserver: Sendable {
  /// Takes a sentence that says who broke the contract of middleware and handlers, and how.
  func violated(_ text: String)

  /// A request is answered that has something to do after its response.
  ///
  /// - Parameter peer: The client's address and port.
  func workBegins(for peer: String)

  /// What was to do after a response is done.
  ///
  /// - Parameter peer: The client's address and port.
  func workEnds(for peer: String)
}
