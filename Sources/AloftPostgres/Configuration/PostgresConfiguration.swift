internal import AloftCore
internal import AloftSQL
internal import CPostgres

/// What only PostgreSQL has to be told.
public struct PostgresConfiguration: Sendable {
  /// Whether statements get names in the server, which saves their planning. Not behind a pgbouncer that lends a
  /// connection for a transaction only; there it is `false`.
  public var preparesStatements = true
  /// How many statements each connection keeps prepared.
  public var preparedLimit = 256
  /// How many connections carry the statements of many tasks at once, one behind the other; `nil` for up to two, and none
  /// where the pool has fewer than four.
  ///
  /// A statement that was seen to be slow gets a connection for itself.
  public var sharedConnections: Int?
  /// How long making a connection may take, unless the URL says it (`connect_timeout`).
  public var connectLimit = Duration.seconds(10)

  /// The standard.
  public init() {}

  func sharedCount(poolSize: Int) -> Int {
    max(0, min(sharedConnections ?? 2, poolSize / 2))
  }
}

/// Where a database is, in libpq's own words.
struct ConnectionInfo: Sendable {
  /// Keys and values for `PQconnectdbParams`; the first may be a whole URL.
  let parameters: [(key: String, value: String)]
  /// The database's name, for messages.
  let name: String

  /// - Parameters:
  ///   - url: A URL of `postgres:` or `postgresql:`, or `key=value` pairs; libpq's variables (`PGHOST`, `PGUSER` …) say
  ///     what it does not.
  ///   - statementLimit: How long a statement may run in the server.
  /// - Throws: ``SQLError`` if the URL has no sense.
  init(
    url: String, _ configuration: PostgresConfiguration, statementLimit: Duration?
  ) throws {
    guard !url.utf8.contains(0) else { throw SQLError(.invalidConfiguration, "the URL has a zero byte in it") }
    var message: UnsafeMutablePointer<CChar>?
    let options = PQconninfoParse(url, &message)
    defer {
      PQfreemem(message)
      PQconninfoFree(options)
    }
    guard let options else {
      let reason = message.map { PostgresResult.firstLine(String(cString: $0)) } ?? "it can't be read"
      // The URL holds a password.
      let withoutURL = reason.replacingParts(url, with: "…")
      throw SQLError(
        .invalidConfiguration, "the URL of the PostgreSQL database has no sense: \(withoutURL)",
        fix: "write postgres://user:password@host:5432/database")
    }
    var given: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { given[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    name = given["dbname"] ?? "postgres"
    var parameters = [("dbname", url)]
    // What stands behind the URL wins over it.
    parameters.append(("client_encoding", "UTF8"))
    if given["fallback_application_name"] == nil { parameters.append(("fallback_application_name", "aloft")) }
    if given["connect_timeout"] == nil {
      parameters.append(("connect_timeout", String(max(2, configuration.connectLimit.components.seconds))))
    }
    if configuration.preparesStatements {
      var own = "-c TimeZone=UTC -c DateStyle=ISO"
      if let statementLimit { own += " -c statement_timeout=\(max(1, Self.milliseconds(statementLimit)))" }
      // Those of the URL come last: among several the last one counts.
      parameters.append(("options", given["options"].map { "\(own) \($0)" } ?? own))
    }
    self.parameters = parameters.map { (key: $0.0, value: $0.1) }
  }

  static func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return min(seconds, 2_000_000) * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
