/// Several databases, by their names.
///
/// `DATABASE_URL` is the one named `main`, and `DATABASE_URL_STATS` one named `stats`.
public struct Databases: Sendable {
  private let databases: [String: Database]

  /// Takes databases that are open.
  public init(_ databases: [String: Database]) { self.databases = databases }

  /// Opens all databases that the environment names.
  ///
  /// - Parameters:
  ///   - environment: The variables of the process, or of `.env`.
  ///   - drivers: The kinds of databases that may be named.
  ///   - configuration: What they have in common.
  /// - Throws: ``SQLError`` naming the variable, if a URL has no sense or is of a kind that none of the drivers knows.
  public init(
    environment: [String: String], drivers: [any DatabaseDriver.Type],
    configuration: DatabaseConfiguration = DatabaseConfiguration()
  ) throws {
    var databases: [String: Database] = [:]
    do {
      for (variable, url) in environment.sorted(by: { $0.key < $1.key }) {
        guard let name = Self.name(of: variable), !url.isEmpty else { continue }
        guard databases[name] == nil else {
          throw SQLError(
            .invalidConfiguration, "\(variable) names a second database '\(name)'",
            fix: "DATABASE_URL is the one named main")
        }
        databases[name] = try Self.driver(of: url, in: variable, drivers).open(url: url, configuration: configuration)
      }
    } catch {
      // Nobody will come to close those that were opened before the one that can't be.
      for database in databases.values { Task.detached { await database.close() } }
      throw error
    }
    self.databases = databases
  }

  private static func driver(
    of url: String, in variable: String, _ drivers: [any DatabaseDriver.Type]
  ) throws -> any DatabaseDriver.Type {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    if let driver = drivers.first(where: { $0.schemes.contains(scheme) }) { return driver }
    let known = drivers.flatMap { $0.schemes }.map { "\($0):" }.joined(separator: ", ")
    throw SQLError(
      .invalidConfiguration, "\(variable) names a database of an unknown kind, '\(scheme):'",
      fix: "a URL begins with one of: \(known)")
  }

  private static func name(of variable: String) -> String? {
    if variable == "DATABASE_URL" { return "main" }
    guard variable.hasPrefix("DATABASE_URL_") else { return nil }
    let name = variable.dropFirst("DATABASE_URL_".count).lowercased()
    return name.isEmpty ? nil : name
  }

  /// The names.
  public var names: [String] { databases.keys.sorted() }

  /// The database of a name.
  ///
  /// - Throws: ``SQLError`` naming the variable that is missing.
  public func database(named name: String = "main") throws -> Database {
    if let database = databases[name] { return database }
    let variable = name == "main" ? "DATABASE_URL" : "DATABASE_URL_\(name.uppercased())"
    throw SQLError(.notFound, "there is no database named '\(name)'", fix: "set \(variable)")
  }

  /// Closes all of them.
  public func close() async { for database in databases.values { await database.close() } }
}
