internal import AloftCore
internal import AloftSQL
internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Makes connections, on threads that may wait: for names, for the server, for the exchange of passwords.
struct PostgresConnector: Sendable {
  let info: ConnectionInfo
  let configuration: PostgresConfiguration

  /// Makes a connection that the poller watches.
  ///
  /// - Throws: ``SQLError``, of kind `connectionFailed` where it may go well in a moment.
  func connect() async throws -> PostgresConnection {
    let connection = try await BlockingCalls.value { try open() }
    connection.watch()
    return connection
  }

  private func open() throws -> PostgresConnection {
    let keys = info.parameters.map { strdup($0.key) }
    let values = info.parameters.map { strdup($0.value) }
    defer { for text in keys + values { free(text) } }
    let pointer = PQconnectdbParams(
      keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    guard let pointer else { throw SQLError(.connectionFailed, "there is no memory for a connection") }
    guard PQstatus(pointer) == CONNECTION_OK else {
      defer { PQfinish(pointer) }
      throw Self.error(String(cString: PQerrorMessage(pointer)))
    }
    return PostgresConnection(
      pointer, preparesStatements: configuration.preparesStatements, preparedLimit: configuration.preparedLimit)
  }

  /// Before a connection is made there are no codes, only libpq's and the server's sentences.
  static func error(_ text: String) -> SQLError {
    let lines = text.split(whereSeparator: \.isNewline).map { String($0) }
    let message = lines.joined(separator: "; ")
    func says(_ words: String...) -> Bool { words.contains { message.hasPart($0) } }
    if says("password authentication failed", "no password supplied", "authentication failed", "no pg_hba.conf entry") {
      return SQLError(
        .authenticationFailed, "PostgreSQL does not let us in: \(message)",
        fix: "check the user and the password of the URL, or PGUSER and PGPASSWORD")
    }
    if says("invalid integer value", "invalid port number") {
      return SQLError(.invalidConfiguration, "the URL of the PostgreSQL database has no sense: \(message)")
    }
    if says("role \"") && says("does not exist", "is not permitted to log in") {
      return SQLError(.authenticationFailed, "PostgreSQL does not let us in: \(message)", fix: "check the URL's user")
    }
    if says("database \"") && says("does not exist") {
      return SQLError(.notFound, "PostgreSQL has no such database: \(message)", fix: "createdb, or mend the URL")
    }
    if says("could not translate host name") {
      return SQLError(.notFound, "the host of the database is unknown: \(message)", fix: "check the URL's host")
    }
    if says("server does not support SSL", "certificate verify failed", "root certificate file", "invalid sslmode") {
      return SQLError(.invalidConfiguration, "no secure connection to PostgreSQL: \(message)", fix: "check sslmode")
    }
    return SQLError(
      .connectionFailed, "PostgreSQL can't be reached: \(message)",
      fix: "check that the server runs, and the URL's host and port")
  }
}
