import Testing

@testable import Aloft

@Suite struct DeadlineListTests {
  private func races(_ count: Int) -> [HandlerRace] { (0..<count).map { _ in HandlerRace() } }

  @Test func thoseWhoseTimeHasComeLeaveInOrder() {
    var list = DeadlineList()
    let races = races(4)
    for (index, race) in races.enumerated() { _ = list.append(race, .seconds(index)) }
    #expect(list.first == .zero)
    let over = list.removeAll(until: .seconds(2))
    #expect(over.map(ObjectIdentifier.init) == races[...2].map(ObjectIdentifier.init))
    #expect(list.first == .seconds(3))
    #expect(list.removeAll(until: .seconds(3)).count == 1)
    #expect(list.first == nil)
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0], [0, 2, 1], [2, 0, 1]])
  func anyOfThemMayLeaveEarlier(order: [Int]) {
    var list = DeadlineList()
    let races = races(3)
    let places = races.enumerated().map { list.append($1, .seconds($0)) }
    for (step, index) in order.enumerated() {
      list.remove(races[index], at: places[index])
      #expect(list.first == order[(step + 1)...].min().map { .seconds($0) })
    }
    #expect(list.removeAll(until: .seconds(9)).isEmpty)
  }

  @Test func aPlaceThatIsTakenAgainIsNotGivenUpByItsFormerOwner() {
    var list = DeadlineList()
    let races = races(2)
    let place = list.append(races[0], .seconds(1))
    _ = list.removeAll(until: .seconds(1))
    #expect(list.append(races[1], .seconds(2)) == place)
    list.remove(races[0], at: place)
    list.remove(races[0], at: 7)
    #expect(list.first == .seconds(2))
  }
}
