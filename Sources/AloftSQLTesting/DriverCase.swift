public import AloftSQL

/// One thing that every driver has to do, as code that finds out whether it does.
///
/// The test target of a driver runs them all:
///
/// ```swift
/// @Test(arguments: DriverCases.all) func aDriver(does driverCase: DriverCase) async throws {
///   try await driverCase.run(on: database, .postgres { try Database.postgres(url, configuration: $0) })
/// }
/// ```
///
/// Cases make their own tables and drop them; any number of them may run at once on one database.
public struct DriverCase: Sendable, CustomStringConvertible {
  /// What the driver does, as a sentence.
  public let name: String
  private let body: @Sendable (DriverCheck) async throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (DriverCheck) async throws -> Void) {
    self.name = name
    self.body = body
  }

  /// The name.
  public var description: String { name }

  /// Finds out whether a driver does this.
  ///
  /// - Parameters:
  ///   - database: A database where tables may be made, with at least two connections.
  ///   - facts: What is different in this kind of database.
  ///   - timeLimit: When the case has failed because something never came back.
  /// - Throws: ``DriverCaseFailure``.
  public func run(on database: Database, _ facts: DriverFacts, timeLimit: Duration = .seconds(120)) async throws {
    do {
      try await Deadline.run(within: timeLimit) { [name, body] in
        try await body(DriverCheck(caseName: name, database: database, facts: facts))
      }
    } catch let failure as DriverCaseFailure {
      throw failure
    } catch is Deadline.Passed {
      throw DriverCaseFailure(caseName: name, expectation: "an end", seen: "none within \(timeLimit)", place: nil)
    } catch {
      throw DriverCaseFailure(caseName: name, expectation: "no error", seen: "\(error)", place: nil)
    }
  }
}
