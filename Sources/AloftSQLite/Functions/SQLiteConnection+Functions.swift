internal import AloftSQL
internal import CSQLite

/// A function as SQLite keeps it.
private final class RegisteredFunction {
  let name: String
  let body: (FunctionCall) throws -> Void

  init(_ name: String, _ body: @escaping (FunctionCall) throws -> Void) {
    self.name = name
    self.body = body
  }
}

/// An order as SQLite keeps it.
private final class RegisteredCollation {
  let compare: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Int32

  init(_ compare: @escaping (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Int32) { self.compare = compare }
}

extension SQLiteConnection {
  /// Registers the functions that make answers alike on all databases, and the program's own.
  func registerFunctions(_ functions: [SQLiteFunction]) throws {
    for function in TextFunctions.all + RegexFunctions.all + DecimalFunctions.all {
      try register(function.name, function.argumentCount, function.body)
    }
    try register(collation: "unicode_nocase", UnicodeCollation.compare)
    try register(collation: "decimal", DecimalOrder.compare)
    try registerDecimalSum()
    for function in functions {
      try register(function.name, function.argumentCount) { call in try call.give(function.body(call.cells)) }
    }
  }

  func register(_ name: String, _ argumentCount: Int?, _ body: @escaping (FunctionCall) throws -> Void) throws {
    guard !name.isEmpty, name.utf8.count < 256, (argumentCount ?? 0) <= 100 else {
      throw SQLError(.invalidConfiguration, "'\(name)' is no name of a function, or has too many arguments")
    }
    let handle = try openedHandle()
    let function = Unmanaged.passRetained(RegisteredFunction(name, body)).toOpaque()
    let code = sqlite3_create_function_v2(
      handle, name, Int32(argumentCount ?? -1), functionFlags, function,
      { context, count, values in
        guard let context, let data = sqlite3_user_data(context) else { return }
        let function = Unmanaged<RegisteredFunction>.fromOpaque(data).takeUnretainedValue()
        let call = FunctionCall(context, count, values)
        do { try function.body(call) } catch { call.fail(error, in: function.name) }
      }, nil, nil, { pointer in if let pointer { Unmanaged<RegisteredFunction>.fromOpaque(pointer).release() } })
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func register(
    collation name: String, _ compare: @escaping (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Int32
  ) throws {
    let handle = try openedHandle()
    let collation = Unmanaged.passRetained(RegisteredCollation(compare)).toOpaque()
    let code = sqlite3_create_collation_v2(
      handle, name, SQLITE_UTF8, collation,
      { data, leftCount, left, rightCount, right in
        guard let data else { return 0 }
        return Unmanaged<RegisteredCollation>.fromOpaque(data).takeUnretainedValue().compare(
          UnsafeRawBufferPointer(start: left, count: Int(leftCount)),
          UnsafeRawBufferPointer(start: right, count: Int(rightCount)))
      }, { pointer in if let pointer { Unmanaged<RegisteredCollation>.fromOpaque(pointer).release() } })
    guard code == SQLITE_OK else { throw failure(code) }
  }
}

/// Indexes may use them, and so may views of files from elsewhere.
let functionFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
