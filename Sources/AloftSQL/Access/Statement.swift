public import AloftCore

/// A statement as a driver gets it: the text in its dialect, and the values.
public struct Statement: Sendable {
  /// The text, with placeholders.
  public let text: String
  /// The values of the placeholders, in their order.
  public let values: [SQLParameter]
  /// Where it was written.
  public let place: SourcePlace
  /// How long it may take; `nil` for what the database's configuration says.
  public let timeLimit: Duration?

  /// Describes a statement; see the properties.
  package init(text: String, values: [SQLParameter] = [], place: SourcePlace, timeLimit: Duration? = nil) {
    self.text = text
    self.values = values
    self.place = place
    self.timeLimit = timeLimit
  }

  /// A piece of SQL in a dialect.
  ///
  /// - Throws: ``SQLError`` if a value or a name can't be sent to any database, or if it is about transactions, which have
  ///   functions of their own.
  public init(_ sql: SQL, _ dialect: SQLDialect, place: SourcePlace, timeLimit: Duration? = nil) throws {
    self.init(text: dialect.text(of: sql), values: sql.values, place: place, timeLimit: timeLimit)
    if LeadingKeyword.concernsTransactions(text) {
      throw SQLError(
        .unsupported, "transactions are begun and ended by `transaction`, not by SQL",
        fix: "write `try await db.transaction { tx in … }`"
      ).at(self)
    }
    if sql.hasUnusableName {
      throw SQLError(.invalidStatement, "a name in the statement has a zero byte in it").at(self)
    }
    for index in values.indices {
      if let reason = Self.refusal(of: values[index], in: dialect) {
        throw SQLError(.invalidValue, "value \(index + 1) can't be sent: \(reason)").at(self)
      }
    }
  }

  private static func refusal(of value: SQLParameter, in dialect: SQLDialect) -> String? {
    switch value {
    case .unusable(let reason): return reason
    case .array(_, let elements):
      guard dialect.hasArrays else {
        return "\(dialect.name) has no arrays; use `in \\(list: values)`, or store SQLJSON"
      }
      for element in elements { if let reason = refusal(of: element, in: dialect) { return reason } }
      return nil
    case .null(.array) where !dialect.hasArrays: return "\(dialect.name) has no arrays"
    default: return nil
    }
  }
}
