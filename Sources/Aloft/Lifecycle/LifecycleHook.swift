internal import AloftCore

/// What is done when an application starts, and undone when it stops.
struct LifecycleHook: Sendable {
  var start: (@Sendable (inout ApplicationStart) async throws -> Void)?
  var stop: (@Sendable (ApplicationContext) async throws -> Void)?
  let place: SourcePlace
  /// The type that it provides, if that is what it is for.
  var provides: ObjectIdentifier?
}
