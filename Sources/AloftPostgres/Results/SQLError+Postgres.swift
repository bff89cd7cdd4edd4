internal import AloftSQL
internal import CPostgres

extension SQLError {
  /// What the server says, in Aloft's kinds.
  init(postgres result: PostgresResult) {
    guard let code = result.field("C") else {
      // Without a code it is libpq that speaks: of a connection that is gone.
      let reason = PostgresResult.firstLine(String(cString: PQresultErrorMessage(result.pointer)))
      self.init(
        .connectionLost, "the connection broke while the statement ran: \(reason)",
        fix: "whether it did anything is not known; look before you run it again")
      return
    }
    let primary = result.field("M") ?? PostgresResult.firstLine(String(cString: PQresultErrorMessage(result.pointer)))
    let detail = result.field("D")
    let kind = Self.kind(ofState: code, primary)
    var columns = result.field("c").map { [$0] } ?? []
    if columns.isEmpty, let detail,
      kind == .uniqueViolation || kind == .foreignKeyViolation || kind == .exclusionViolation
    {
      columns = Self.keyColumns(detail)
    }
    // Behind the colon stands what was sent, when a value has another form.
    let message = kind == .invalidValue ? String(primary.prefix { $0 != ":" }) : primary
    let position = result.field("P").map { ", at character \($0)" } ?? ""
    self.init(
      kind, "PostgreSQL: \(message)\(position)", fix: result.field("H") ?? Self.fix(kind), code: code,
      detail: message == primary ? detail : primary, constraint: result.field("n"), table: result.field("t"),
      columns: columns)
  }

  /// The columns of `Key (a, b)=(1, 2) …`, which reads alike in all languages.
  private static func keyColumns(_ detail: String) -> [String] {
    guard let open = detail.firstIndex(of: "(") else { return [] }
    let rest = detail[detail.index(after: open)...]
    guard let equals = rest.indices.first(where: { rest[$0] == "=" && rest[..<$0].last == ")" }) else { return [] }
    return rest[..<equals].dropLast().split(separator: ",").map { part in
      var name = part.drop { $0 == " " }
      if name.first == "\"", name.last == "\"", name.count > 1 { name = name.dropFirst().dropLast() }
      return String(name)
    }
  }

  private static func kind(ofState code: String, _ message: String) -> Kind {
    switch code {
    case "23505": .uniqueViolation
    case "23503", "23001": .foreignKeyViolation
    case "23514", "44000": .checkViolation
    case "23502": .notNullViolation
    case "23P01": .exclusionViolation
    case "40001": .serializationFailure
    case "40P01": .deadlock
    case "55P03": .locked
    case "57014": message.hasSuffix("statement timeout") || message.hasSuffix("lock timeout") ? .timedOut : .other
    case "57P01", "57P02", "57P05": .connectionLost
    case "57P03", "53300": .connectionFailed
    case "25006": .readOnly
    case "25P02", "25P01": .transactionOver
    case "25P03": .connectionLost
    case "42501": .permissionDenied
    case "53100": .diskFull
    case "58030": .inputOutput
    case "3D000": .notFound
    case "0A000": .unsupported
    default: kind(ofClass: code.prefix(2))
    }
  }

  private static func kind(ofClass code: Substring) -> Kind {
    switch code {
    case "22": .invalidValue
    case "42", "26": .invalidStatement
    case "28": .authenticationFailed
    case "08": .connectionLost
    case "40": .serializationFailure
    case "XX": .corrupted
    default: .other
    }
  }

  private static func fix(_ kind: Kind) -> String? {
    switch kind {
    case .transactionOver: "after an error only a rollback can follow; put what may fail into a transaction of its own"
    case .timedOut: "let it take longer, with `within:` or the configuration's limit, or make it faster"
    default: nil
    }
  }

  /// Whether the server ends the connection with this error.
  var isConnectionEnd: Bool { ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(code) }

  /// Whether the server ended a statement that nobody had cancelled: its neighbour on a shared connection was meant.
  var isMistakenCancellation: Bool { code == "57014" && kind != .timedOut }

  /// Whether the statement may run if it is planned anew: a table was changed since it was prepared.
  var isStalePlan: Bool {
    code == "26000" || (code == "0A000" && message.hasSuffix("cached plan must not change result type"))
  }
}
