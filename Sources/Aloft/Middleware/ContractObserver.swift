/// Who is told that middleware broke its contract; there is one in tests only.
package protocol ContractObserver: Sendable {
  /// Takes a sentence that says who did what.
  func violated(_ text: String)
}
