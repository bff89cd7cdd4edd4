internal import AloftServer
internal import Logging

/// How an application is served: the framework's own settings.
struct ServerSettings: Settings {
  enum LogLevel: String, Decodable, CaseIterable, Sendable {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
  }

  let host: String?
  let port: Int
  let socket: String?
  let logLevel: LogLevel?
  let aloftMode: Mode?

  static let fields = Fields(
    ServerSettings.init,
    Field(
      "host", help: "The name or address of the interface to listen on; 127.0.0.1, this machine alone, if left out."),
    Field("port", .range(0...65_535), default: 8080, help: "The port to listen on; 0 takes a free one."),
    Field("socket", help: "The path of a Unix socket to listen on, in place of host and port."),
    Field(
      "logLevel", help: "What is logged: trace, debug, info, notice, warning, error or critical, and what is above."),
    Field("aloftMode", help: "production or development; --development is short for the latter."))

  /// Its flags, which no command may have.
  static let flags = SettingsDeclaration.items(of: ServerSettings.self).map(\.name.flag)

  /// Where to listen: the socket that a service manager handed over, that of a path, or a port.
  func address(handedOver: ListeningAddress?) -> ListeningAddress {
    if let handedOver { return handedOver }
    if let socket { return .unix(path: socket) }
    return .tcp(host: host ?? "127.0.0.1", port: port)
  }
}

extension Mode: Decodable {}
