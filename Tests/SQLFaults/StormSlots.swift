internal import Foundation
internal import Synchronization

/// What each task of the storm is waiting for, so that one that waits for ever can be told.
final class StormSlots: Sendable {
  private struct Slot {
    var what = ""
    var since = ContinuousClock.now
    var isBusy = false
  }

  private final class Place: Sendable {
    let slot = Mutex(Slot())
  }

  private static let deadline = Duration.seconds(60)

  private let places: [Place]
  private let isOver = Mutex(false)

  init(tasks: Int) { places = (0..<tasks).map { _ in Place() } }

  func begin(_ task: Int, _ what: @autoclosure () -> String) {
    places[task].slot.withLock { $0 = Slot(what: what(), since: .now, isBusy: true) }
  }

  func end(_ task: Int) { places[task].slot.withLock { $0.isBusy = false } }

  func stop() { isOver.withLock { $0 = true } }

  /// Ends the program, and says what is outstanding, if something takes too long.
  ///
  /// On a thread of its own: if all those of the tasks wait, there is nobody else to notice.
  func watch() {
    Thread {
      while !self.isOver.withLock({ $0 }) {
        sleep(1)
        let now = ContinuousClock.now
        let waiting = self.places.enumerated().compactMap { task, place in
          let slot = place.slot.withLock { $0 }
          return slot.isBusy ? (task: task, slot: slot, duration: now - slot.since) : nil
        }
        guard waiting.contains(where: { $0.duration > Self.deadline }) else { continue }
        say("storm: WRONG: it hangs; outstanding are:")
        for entry in waiting { say("    task \(entry.task), for \(entry.duration): \(entry.slot.what)") }
        exit(1)
      }
    }.start()
  }
}
