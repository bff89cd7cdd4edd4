internal import AloftCore
public import AloftHTTP
internal import AloftServer

extension PartContainer {
  /// Answers errors of a type.
  ///
  /// ```swift
  /// app.onError(OutOfStock.self) { error, request in Reply("\(error.item) is sold out", status: .conflict) }
  /// ```
  ///
  /// A blueprint's handlers come before the application's; those of a type before those of a status. What is returned
  /// with 200 gets the status that the error has.
  ///
  /// - Parameters:
  ///   - type: The errors' type; `(any Error).self` takes whatever no other handler of the same place takes.
  ///   - answer: Makes the answer; an error that it throws itself is answered by a page.
  public func onError<Failure: Error, R: HandlerResult>(
    _ type: Failure.Type, file: String = #fileID, line: Int = #line,
    _ answer: @escaping @Sendable (Failure, Request) throws -> R
  ) {
    let call = ErrorHandler.Call.sync { error, request in
      guard let error = error as? Failure else { return nil }
      return try answer(error, request).response(to: request)
    }
    declare(type, call, SourcePlace(file: file, line: line))
  }

  /// Answers errors of a type; with a function that waits for something.
  public func onError<Failure: Error, R: HandlerResult>(
    _ type: Failure.Type, file: String = #fileID, line: Int = #line,
    _ answer: @escaping @Sendable (Failure, Request) async throws -> R
  ) {
    let call = ErrorHandler.Call.async { error, request in
      guard let error = error as? Failure else { return nil }
      return try await answer(error, request).response(to: request)
    }
    declare(type, call, SourcePlace(file: file, line: line))
  }

  private func declare<Failure: Error>(_ type: Failure.Type, _ call: ErrorHandler.Call, _ place: SourcePlace) {
    let handler = ErrorHandler(
      status: nil, takesAll: Failure.self == (any Error).self, subject: "\(type)", takes: { $0 is Failure },
      call: call, place: place)
    add(Part { $0.errorHandlers.append(handler) })
  }

  /// Answers errors of a status, also those that no code of yours throws: 404, 405, 413, 422, 500.
  ///
  /// ```swift
  /// blog.onError(.notFound) { error, request in HTML("<h1>No such post</h1>") }
  /// ```
  ///
  /// A blueprint's handlers also get the errors of paths below its prefix that no route answers.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - answer: Makes the answer, which gets the status unless it says another one.
  public func onError<R: HandlerResult>(
    _ status: Status, file: String = #fileID, line: Int = #line,
    _ answer: @escaping @Sendable (any Error, Request) throws -> R
  ) {
    declare(
      status, .sync { error, request in try answer(error, request).response(to: request) },
      SourcePlace(file: file, line: line))
  }

  /// Answers errors of a status; with a function that waits for something.
  public func onError<R: HandlerResult>(
    _ status: Status, file: String = #fileID, line: Int = #line,
    _ answer: @escaping @Sendable (any Error, Request) async throws -> R
  ) {
    declare(
      status, .async { error, request in try await answer(error, request).response(to: request) },
      SourcePlace(file: file, line: line))
  }

  private func declare(_ status: Status, _ call: ErrorHandler.Call, _ place: SourcePlace) {
    let handler = ErrorHandler(
      status: status, subject: "\(status)", takes: { ErrorReport($0).status == status }, call: call, place: place)
    add(Part { $0.errorHandlers.append(handler) })
  }
}
