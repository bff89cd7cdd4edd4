import Synchronization

/// Something that happened.
final class Flag: Sendable {
  private let value = Atomic(false)

  var isSet: Bool { value.load(ordering: .relaxed) }

  func set(_ new: Bool) { value.store(new, ordering: .relaxed) }
}
