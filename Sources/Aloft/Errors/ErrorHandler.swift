internal import AloftCore
internal import AloftHTTP
internal import AloftServer

/// What an application or a blueprint makes of errors of one kind.
struct ErrorHandler: Sendable {
  enum Call: Sendable {
    case sync(@Sendable (any Error, Request) throws -> Response?)
    case async(@Sendable (any Error, Request) async throws -> Response?)
  }

  /// The status it is for; `nil` for errors of a type.
  let status: Status?
  /// Whether it is for whatever nobody else takes.
  var takesAll = false
  /// What it is for, as lists name it.
  let subject: String
  /// Whether it is for an error.
  let takes: @Sendable (any Error) -> Bool
  /// Gives `nil` for what it is not for.
  let call: Call
  let place: SourcePlace
}

/// Where an error comes from.
struct ErrorSource: Sendable {
  /// What failed, for the log.
  let label: HandlerLabel
  /// The scopes of the route, innermost first; `nil` where no route was found, and the path decides.
  let scopes: [ErrorScope]?
  /// The route, for those who develop it.
  var route: MountedRoute?
}

/// The blueprint, or the group, that error handlers were declared in: its identity.
final class ErrorScope: Sendable {
  let handlers: [ErrorHandler]

  init(_ handlers: [ErrorHandler]) { self.handlers = handlers }
}

/// A scope with where it is mounted.
struct MountedErrorScope: Sendable {
  let scope: ErrorScope
  /// The prefixes, outermost first.
  var prefixes: [String]
  var host: String?

  mutating func mount(at prefix: String, host: String?) {
    prefixes.insert(prefix, at: 0)
    self.host = self.host ?? host
  }
}
