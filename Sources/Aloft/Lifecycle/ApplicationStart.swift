public import AloftCore

/// An application that is about to start: what hooks see, and where they leave what handlers need.
///
/// ```swift
/// app.onStart { start in start[Mailer.self] = try await Mailer(connectingTo: "localhost") }
/// ```
public struct ApplicationStart: Sendable {
  /// The application, with what earlier hooks have left.
  public private(set) var application: ApplicationContext

  init(_ application: ApplicationContext) { self.application = application }

  /// A value that handlers find by its type, `request.application[Mailer.self]`.
  ///
  /// What tests have put in its place stays there. A parameter ``Provided`` finds what
  /// ``PartContainer/provide(_:file:line:_:close:)`` makes, since that is known before the start.
  public subscript<Value: Sendable>(_ type: Value.Type) -> Value? {
    get { application[type] }
    set {
      guard application[Replaced<Value>.self] == nil else { return }
      var values = application.values
      values[type] = newValue
      application = application.with(values)
    }
  }
}

/// A start hook that failed.
public struct StartError: Error, CustomStringConvertible {
  /// What the hook threw.
  public let underlying: any Error
  /// Where the hook was added.
  public let place: SourcePlace

  /// The place and the error.
  public var description: String { "\(place): a start hook failed: \(underlying)" }
}
