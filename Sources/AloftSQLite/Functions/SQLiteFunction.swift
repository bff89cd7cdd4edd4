public import AloftSQL

/// A function of the program that SQL may call.
///
/// ```swift
/// configuration.functions = [SQLiteFunction("slug") { (title: String) in title.lowercased() }]
/// ```
///
/// It gives the same for the same values: SQLite may call it less often than a statement says. What it throws ends the
/// statement. It is called on the thread that the statement runs on, and must not take long.
public struct SQLiteFunction: Sendable {
  /// The name, in any case.
  public let name: String
  /// How many values it takes; `nil` for any number.
  public let argumentCount: Int?
  let body: @Sendable ([SQLCell]) throws -> SQLParameter

  /// Makes a function of values as the database has them.
  ///
  /// - Parameters:
  ///   - name: The name that SQL calls it by.
  ///   - argumentCount: How many values it takes; `nil` for any number.
  ///   - body: What it does; the values are good until it returns.
  public init(
    _ name: String, argumentCount: Int?, body: @escaping @Sendable ([SQLCell]) throws -> SQLParameter
  ) {
    self.name = name
    self.argumentCount = argumentCount
    self.body = body
  }

  /// Makes a function of a Swift function over values.
  public init<each Input: SQLValue, Output: SQLValue>(
    _ name: String, _ body: @escaping @Sendable (repeat each Input) throws -> Output
  ) {
    var count = 0
    for _ in repeat (each Input).self { count += 1 }
    self.init(name, argumentCount: count) { cells in
      var index = -1
      func value<Value: SQLValue>(_ type: Value.Type) throws -> Value {
        index += 1
        return try Value(sqlCell: cells[index])
      }
      return try body(repeat try value((each Input).self)).sqlParameter
    }
  }
}
