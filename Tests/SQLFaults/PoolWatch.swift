internal import AloftPostgres
internal import AloftSQL

/// Counts the connections of a name that the server has, all the time.
final class PoolWatch: Sendable {
  private let watching: Task<(most: Int, samples: Int), Never>

  init(_ url: String, name: String) throws {
    var configuration = DatabaseConfiguration()
    configuration.poolSize = 1
    configuration.slowStatement = nil
    let db = try Database.postgres("\(url)&application_name=watch", configuration: configuration)
    watching = Task.detached {
      var (most, samples) = (0, 0)
      while !Task.isCancelled {
        // The server may be away.
        if let count = try? await db.one(
          "select count(*) from pg_stat_activity where application_name = \(name)", as: Int.self)
        {
          most = max(most, count)
          samples += 1
        }
        try? await Task.sleep(for: .milliseconds(2))
      }
      await db.close()
      return (most, samples)
    }
  }

  func stop() async -> (most: Int, samples: Int) {
    watching.cancel()
    return await watching.value
  }
}
