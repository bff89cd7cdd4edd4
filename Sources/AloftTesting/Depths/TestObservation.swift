internal import Aloft

/// What is known of a test beside the responses.
struct TestObservation: TestObserver {
  let violations = ViolationList()
  let work = WorkAfterResponses()

  func violated(_ text: String) { violations.violated(text) }

  func workBegins(for peer: String) { work.begin(for: peer) }

  func workEnds(for peer: String) { work.end(for: peer) }
}
