/// Who is told that middleware broke its contract, and what is done after responses; there is one in tests only.
package protocol ContractObserver: Sendable {
  /// Takes a sentence that says who did what.
  func violated(_ text: String)

  /// A response to a client may leave work for after it.
  ///
  /// - Parameter peer: The client's address and port.
  func workMayFollow(for peer: String)

  /// What was left for after a response is done.
  ///
  /// - Parameter peer: The client's address and port.
  func workIsDone(for peer: String)
}
