/// Races in the order of their deadlines: as all have the same time, that is the order of their beginning.
struct DeadlineList {
  private struct Entry {
    var race: HandlerRace?
    var deadline = Duration.zero
    /// The places of its neighbours, -1 for none.
    var previous = -1
    var next = -1
  }

  private var entries: [Entry] = []
  private var free: [Int] = []
  private var head = -1
  private var tail = -1

  /// The deadline that comes first.
  var first: Duration? { head < 0 ? nil : entries[head].deadline }

  /// Adds a race whose deadline is no earlier than all others.
  ///
  /// - Returns: Its place.
  mutating func append(_ race: HandlerRace, _ deadline: Duration) -> Int {
    let place = free.popLast() ?? entries.count
    let entry = Entry(race: race, deadline: deadline, previous: tail)
    if place == entries.count { entries.append(entry) } else { entries[place] = entry }
    if tail >= 0 { entries[tail].next = place } else { head = place }
    tail = place
    return place
  }

  /// Removes a race; it may be removed already, and another one stand in its place.
  mutating func remove(_ race: HandlerRace, at place: Int) {
    guard entries.indices.contains(place), entries[place].race === race else { return }
    let entry = entries[place]
    if entry.previous >= 0 { entries[entry.previous].next = entry.next } else { head = entry.next }
    if entry.next >= 0 { entries[entry.next].previous = entry.previous } else { tail = entry.previous }
    entries[place] = Entry()
    free.append(place)
  }

  /// Removes the races whose deadlines have come.
  mutating func removeAll(until now: Duration) -> [HandlerRace] {
    var over: [HandlerRace] = []
    while head >= 0, entries[head].deadline <= now, let race = entries[head].race {
      over.append(race)
      remove(race, at: head)
    }
    return over
  }
}
