import AloftPostgres
import AloftSQL
import TemporaryPostgres
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Each of these has a server of its own, since it ends it.
@Suite(.enabled(if: TemporaryPostgres.isInstalled), .serialized) struct PostgresFaultTests {
  @Test func aRestartCostsWhatWasInFlightAndNothingAfter() async throws {
    let server = try TemporaryPostgres()
    defer { server.remove() }
    var configuration = DatabaseConfiguration()
    configuration.waitLimit = .seconds(60)
    let db = try Database.postgres(server.url(), configuration: configuration)
    for round in 0..<3 {
      let load = Task { await Self.run(db, tasks: 16, until: { Task.isCancelled }) }
      for _ in 0..<20 { _ = try? await db.one("select 1", as: Int.self) }
      server.stop()
      try server.start()
      load.cancel()
      let (wrong, kinds) = await load.value
      #expect(wrong == 0)
      #expect(kinds.isSubset(of: [.connectionLost, .connectionFailed]), "\(kinds)")
      for number in 0..<100 { #expect(try await db.one("select \(number + round)", as: Int.self) == number + round) }
    }
    await db.close()
  }

  @Test func connectionsThatAreCutUnderLoadAreMadeAnew() async throws {
    let server = try TemporaryPostgres()
    defer { server.remove() }
    let db = try Database.postgres("\(server.url())&application_name=cut")
    let other = try Database.postgres(server.url())
    let load = Task { await Self.run(db, tasks: 16, until: { Task.isCancelled }) }
    var last: [Int32] = []
    for _ in 0..<50 {
      last = try await other.query(
        """
        with victims as materialized (select pid from pg_stat_activity where application_name = 'cut')
        select pid from victims where pg_terminate_backend(pid)
        """, as: Int32.self)
    }
    load.cancel()
    let (wrong, kinds) = await load.value
    #expect(wrong == 0)
    #expect(kinds.isSubset(of: [.connectionLost, .connectionFailed]), "\(kinds)")
    // Those that were told to end do so in a moment; their sockets are closed when their processes are gone.
    while last.contains(where: { kill($0, 0) == 0 }) { await Task.yield() }
    #expect(try await db.one("select 7", as: Int.self) == 7)
    await db.close()
    await other.close()
  }

  /// Asks for numbers until it is to stop.
  ///
  /// - Returns: How many answers were somebody else's, and of which kinds the errors were.
  private static func run(
    _ db: Database, tasks: Int, until isOver: @escaping @Sendable () -> Bool
  ) async -> (wrong: Int, kinds: Set<SQLError.Kind>) {
    await withTaskGroup(of: (Int, Set<SQLError.Kind>).self) { group in
      for task in 0..<tasks {
        group.addTask {
          var wrong = 0
          var kinds: Set<SQLError.Kind> = []
          var number = task
          while !isOver() {
            number += tasks
            do {
              if try await db.one("select \(number)", as: Int.self) != number { wrong += 1 }
            } catch let error as SQLError {
              kinds.insert(error.kind)
            } catch {}
          }
          return (wrong, kinds)
        }
      }
      return await group.reduce(into: (0, [])) { sum, part in
        sum.0 += part.0
        sum.1.formUnion(part.1)
      }
    }
  }

  @Test func aTransactionWhoseConnectionIsCutIsNotThere() async throws {
    let db = try TestDatabase.open()
    try await db.execute(script: "drop table if exists half; create table half (a int)")
    let other = try TestDatabase.open()
    let error = await #expect(throws: SQLError.self) {
      try await db.transaction { tx in
        try await tx.execute("insert into half values (1)")
        let id = try await tx.one("select pg_backend_pid()", as: Int.self)
        try await other.execute("select pg_terminate_backend(\(Int32(id)))")
        try await tx.execute("insert into half values (2)")
      }
    }
    #expect(error?.kind == .connectionLost || error?.kind == .connectionFailed, "\(error as Any)")
    #expect(try await db.one("select count(*) from half", as: Int.self) == 0)
    await db.close()
    await other.close()
  }

  @Test func aTransactionThatSwallowedAnErrorIsNotCalledCommitted() async throws {
    let db = try TestDatabase.open()
    let error = await #expect(throws: SQLError.self) {
      try await db.transaction { tx in _ = try? await tx.execute("select 1 / 0") }
    }
    #expect(error?.kind == .transactionOver)
    await db.close()
  }

  @Test func twoThatWaitForEachOtherAreADeadlock() async throws {
    let db = try TestDatabase.open()
    try await db.execute(
      script: "drop table if exists locks; create table locks (a int); insert into locks values (1), (2)")
    let gate = Gate(2)
    let kinds = await withTaskGroup(of: SQLError.Kind?.self) { group in
      for first in [1, 2] {
        group.addTask {
          do {
            try await db.transaction { tx in
              try await tx.execute("update locks set a = a where a = \(first)")
              await gate.pass()
              try await tx.execute("update locks set a = a where a = \(3 - first)")
            }
            return nil
          } catch {
            return (error as? SQLError)?.kind
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(kinds) == [nil, .deadlock])
    await db.close()
  }

  @Test func aTransactionThatDoesNotFitIsTriedAgain() async throws {
    let db = try TestDatabase.open()
    try await db.execute(
      script: "drop table if exists counters; create table counters (n int); insert into counters values (0)")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await db.transaction(TransactionOptions(isolation: .serializable, attempts: 100)) { tx in
            let count = try await tx.one("select n from counters", as: Int.self)
            try await tx.execute("update counters set n = \(count + 1)")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await db.one("select n from counters", as: Int.self) == 8)
    await db.close()
  }
}

/// Lets tasks pass when so many have come.
private actor Gate {
  private let count: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) { self.count = count }

  func pass() async {
    await withCheckedContinuation { continuation in
      waiting.append(continuation)
      guard waiting.count == count else { return }
      for continuation in waiting { continuation.resume() }
      waiting = []
    }
  }
}
