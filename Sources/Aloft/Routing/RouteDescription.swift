package import AloftCore
package import AloftHTTP

/// The kind of connection a route serves.
package enum ConnectionKind: Hashable, Sendable {
  case http
  case webSocket
}

/// One route as the application describes it, before the router is built.
package struct RouteDescription: Sendable {
  /// The methods it answers; `nil` for all. `GET` answers `HEAD` too.
  package var methods: [Method]?
  /// The path, `/users/{id:int}`.
  package var pattern: String
  /// The converters of placeholders that name none, by position; `string` beyond.
  package var impliedConverters: [String] = []
  /// The host it is bound to, `{tenant}.example.com`; `nil` for every host.
  package var host: String?
  /// The name to build its URL by.
  package var name: String?
  /// Values of parameters that the pattern leaves out.
  package var defaults: [String: URLValue]
  /// What it serves.
  package var connection: ConnectionKind
  /// Its own policy on trailing slashes; `nil` for the router's.
  package var slashes: SlashPolicy?
  /// Whether doubled slashes lead to it by a redirect; `nil` for the router's policy.
  package var mergesSlashes: Bool?
  /// Whether it only redirects to the URL that its name has without it.
  package var isAlias: Bool
  /// Whether URLs are built for it but never matched, as for files that another server holds.
  package var isBuildOnly: Bool
  /// What is written into its URL for a placeholder's value; `nil` for the value.
  package var urlValue: (@Sendable (_ placeholder: String, _ value: URLValue) -> URLValue)?
  /// Where it was written.
  package var place: SourcePlace

  /// Creates a description; see the properties for what each part says.
  package init(
    methods: [Method]?, pattern: String, host: String? = nil, name: String? = nil, defaults: [String: URLValue] = [:],
    connection: ConnectionKind = .http, slashes: SlashPolicy? = nil, mergesSlashes: Bool? = nil,
    isAlias: Bool = false, isBuildOnly: Bool = false, place: SourcePlace
  ) {
    self.methods = methods
    self.pattern = pattern
    self.host = host
    self.name = name
    self.defaults = defaults
    self.connection = connection
    self.slashes = slashes
    self.mergesSlashes = mergesSlashes
    self.isAlias = isAlias
    self.isBuildOnly = isBuildOnly
    self.place = place
  }
}
