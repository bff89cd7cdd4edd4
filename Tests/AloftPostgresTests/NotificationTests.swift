import AloftPostgres
import AloftSQL
import TemporaryPostgres
import Testing

@Suite(.enabled(if: TemporaryPostgres.isInstalled)) struct NotificationTests {
  @Test func whatIsToldAfterListeningIsHeardInOrder() async throws {
    let db = try TestDatabase.open()
    let notifications = try await db.notifications(on: "in order")
    for number in 0..<100 { try await db.notify("in order", "\(number)") }
    var heard: [String] = []
    for try await notification in notifications {
      heard.append(notification.payload)
      if heard.count == 100 { break }
    }
    #expect(heard == (0..<100).map { "\($0)" })
    await db.close()
  }

  @Test func eachHearsItsOwnChannels() async throws {
    let db = try TestDatabase.open()
    let a = try await db.notifications(on: "channel a")
    let both = try await db.notifications(on: "channel a", "channel\" b")
    try await db.notify("channel\" b", "1")
    try await db.notify("channel a", "2")
    var iterator = a.makeAsyncIterator()
    #expect(try await iterator.next()?.payload == "2")
    var others = both.makeAsyncIterator()
    #expect(try await others.next()?.payload == "1")
    #expect(try await others.next()?.payload == "2")
    await db.close()
  }

  @Test func aTransactionTellsWhenItIsCommitted() async throws {
    let db = try TestDatabase.open()
    let notifications = try await db.notifications(on: "committed")
    try? await db.transaction { tx in
      try await tx.notify("committed", "never")
      throw CancellationError()
    }
    try await db.transaction { tx in try await tx.notify("committed", "yes") }
    var iterator = notifications.makeAsyncIterator()
    #expect(try await iterator.next()?.payload == "yes")
    await db.close()
  }

  @Test func aConnectionThatBreaksIsMadeAnewAndSaysSo() async throws {
    let server = try #require(TemporaryPostgres.shared)
    let db = try Database.postgres("\(server.url())&application_name=listening")
    let other = try TestDatabase.open()
    let notifications = try await db.notifications(on: "broken")
    try await other.execute(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listening'")
    var iterator = notifications.makeAsyncIterator()
    #expect(try await iterator.next()?.mayHaveMissedSome == true)
    try await other.notify("broken", "again")
    #expect(try await iterator.next()?.payload == "again")
    await db.close()
    await other.close()
  }

  @Test func closingTheDatabaseEndsTheListening() async throws {
    let db = try TestDatabase.open()
    let notifications = try await db.notifications(on: "closing")
    await db.close()
    var iterator = notifications.makeAsyncIterator()
    #expect(try await iterator.next() == nil)
  }
}
