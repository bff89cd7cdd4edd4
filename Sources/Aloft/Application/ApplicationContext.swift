internal import AloftJSON
public import Logging

/// An application as its handlers, hooks and checks see it: `request.application`.
public final class ApplicationContext: Sendable {
  /// What it is run for.
  public let mode: Mode
  /// Where it reports; a handler takes `request.logger`, which says for which request.
  public let logger: Logger
  let values: ApplicationValues
  let jsonCoding: JSONCoding
  let router: Router?
  private let contributions: [MountedContribution]
  private let observers: Observers

  init(
    mode: Mode, logger: Logger, jsonCoding: JSONCoding = JSONCoding(), values: ApplicationValues, router: Router?,
    contributions: [MountedContribution], observers: Observers
  ) {
    self.jsonCoding = jsonCoding
    self.mode = mode
    self.logger = logger
    self.values = values
    self.router = router
    self.contributions = contributions
    self.observers = observers
  }

  convenience init(_ description: Application.Description, logger: Logger, router: Router) {
    self.init(
      mode: description.mode, logger: logger, jsonCoding: description.jsonCoding,
      values: description.values, router: router, contributions: description.parts.contributions,
      observers: description.parts.allObservers)
  }

  /// What a request sees that no application answers.
  static let none = ApplicationContext(
    mode: .production, logger: Logger(label: "aloft"), values: ApplicationValues(), router: nil, contributions: [],
    observers: Observers())

  func with(_ values: ApplicationValues) -> ApplicationContext {
    ApplicationContext(
      mode: mode, logger: logger, jsonCoding: jsonCoding, values: values, router: router,
      contributions: contributions, observers: observers)
  }

  /// The value of a type that the application provides; `nil` where it provides none, or was not started.
  public subscript<Value: Sendable>(_ type: Value.Type) -> Value? { values[type] }

  /// What was contributed under a key, in the order of the parts.
  public func contributions<Key: ContributionKey>(to key: Key.Type) -> [Contribution<Key.Value>] {
    contributions.compactMap { $0.key == ObjectIdentifier(key) ? $0.typed(Key.Value.self) : nil }
  }

  /// Tells those who follow such events.
  ///
  /// - Parameter event: The event.
  public func emit<Event: Sendable>(_ event: Event) { observers.emit(event) }

  /// The URL of a named route, outside of a request; within one ask the request.
  ///
  /// - Parameters:
  ///   - name: The route's name, `blog.show`.
  ///   - values: A value for each placeholder; what the pattern has no placeholder for becomes the query.
  ///   - origin: The scheme and host for a whole URL; `nil` for a path.
  /// - Throws: ``URLBuildError`` that names the nearest route or the missing value.
  public func url(
    for name: String, _ values: URLValues = [:], origin: URLOrigin? = nil
  ) throws(URLBuildError) -> String {
    guard let router else { throw .unknownName(name, nearest: nil) }
    return try router.url(for: name, values, from: origin, isAbsolute: origin != nil)
  }
}
