internal import AloftCore
internal import AloftHTTP
internal import AloftJSON

/// An application for those who list it, document it, or make clients for it.
struct ApplicationDescription {
  private let application: FrozenApplication
  private let settings: [SettingsDeclaration]
  private let commands: [Command]

  /// Describes an application.
  ///
  /// - Parameters:
  ///   - application: The application.
  ///   - settings: Its settings, with the framework's.
  ///   - commands: Its own commands.
  init(_ application: FrozenApplication, settings: [SettingsDeclaration], commands: [Command]) {
    self.application = application
    self.settings = settings
    self.commands = commands
  }

  private var routes: [MountedRoute] { application.handlers.endpoints.map(\.mounted) }

  /// The description for people.
  var text: String {
    var parts = ["Mode: \(application.context.mode)"]
    parts.append("Routes:\n" + RouteListing(application).text(filter: nil, showsMiddleware: false))
    if !application.middleware.isEmpty {
      let lines = application.middleware.map { "  \($0.middleware.name) (\($0.place))" }
      parts.append("Middleware, outermost first:\n" + lines.joined(separator: "\n"))
    }
    let handlers = application.errorHandlers
    if !handlers.isEmpty {
      let lines = handlers.map { one in
        "  \(one.handler.subject)\(one.prefix.isEmpty ? "" : " below \(one.prefix)") (\(one.handler.place))"
      }
      parts.append("Error handlers:\n" + lines.joined(separator: "\n"))
    }
    for settings in settings {
      let rows = settings.items.map { item in
        let notes = (item.description.isRequired ? ", required" : "") + (item.description.isSecret ? ", secret" : "")
        return (item.name.variable, Self.word(item.description.kind) + notes)
      }
      parts.append("\(settings.typeName):\n" + HelpText.table(rows).dropLast())
    }
    if !commands.isEmpty {
      parts.append("Commands:\n" + HelpText.table(commands.map { ($0.name, $0.help) }).dropLast())
    }
    return parts.joined(separator: "\n\n")
  }

  // MARK: - JSON

  /// The description for programs; `version` changes when something is renamed or removed.
  var json: String {
    get throws {
      var json = JSONWriter()
      json.object { json in
        json.pair("version", 1)
        json.pair("mode", application.context.mode.rawValue)
        json.list("routes", routes, Self.write)
        json.list("middleware", application.middleware) { json, one in Self.write(&json, one) }
        json.list("errorHandlers", application.errorHandlers) { json, one in
          json.object { json in
            json.pair("subject", one.handler.subject)
            json.pair("prefix", one.prefix)
            json.pair("place", "\(one.handler.place)")
          }
        }
        json.list("settings", settings) { json, settings in
          json.object { json in
            json.pair("type", settings.typeName)
            json.pair("place", "\(settings.place)")
            json.list("fields", settings.items) { json, item in Self.write(&json, item.description, item.name) }
          }
        }
        json.list("commands", commands) { json, command in
          json.object { json in
            json.pair("name", command.name)
            json.pair("help", command.help)
            json.pair("place", "\(command.place)")
            json.list("positionals", command.positionals) { json, name in json.string(name) }
            json.list("options", command.options) { json, option in Self.write(&json, option, nil) }
          }
        }
      }
      return String(decoding: try json.finish(), as: UTF8.self)
    }
  }

  private static func write(_ json: inout JSONWriter, _ route: MountedRoute) {
    json.object { json in
      json.list("methods", route.route.methods) { json, method in json.string(method.name) }
      json.pair("pattern", route.pattern)
      json.pair("host", route.host)
      json.pair("name", route.name)
      json.pair("place", "\(route.route.place)")
      json.pair("bodyLimit", route.route.bodyLimit)
      json.list("parameters", route.route.handler.parameters) { json, type in write(&json, type) }
      json.pair("result", "\(route.route.handler.result)")
      json.list("middleware", route.middleware) { json, one in write(&json, one) }
    }
  }

  private static func write(_ json: inout JSONWriter, _ type: any HandlerParameter.Type) {
    json.object { json in
      json.pair("type", "\(type)")
      json.pair("origin", "\(type.origin)")
      guard let type = type as? any FieldsParameter.Type else { return }
      json.list("fields", type.fieldDescriptions) { json, field in write(&json, field, nil) }
    }
  }

  private static func write(_ json: inout JSONWriter, _ middleware: PlacedMiddleware) {
    json.object { json in
      json.pair("name", middleware.middleware.name)
      json.pair("place", "\(middleware.place)")
    }
  }

  private static func write(_ json: inout JSONWriter, _ field: FieldDescription, _ name: SettingName?) {
    json.object { json in
      json.pair("name", field.name)
      if let name {
        json.pair("variable", name.variable)
        json.pair("flag", name.flag)
      }
      json.pair("kind", word(field.kind))
      if case .choice(let choices) = field.kind { json.list("choices", choices) { json, text in json.string(text) } }
      json.pair("required", field.isRequired)
      json.pair("default", field.isSecret ? nil : field.defaultText)
      json.pair("label", field.label)
      json.pair("help", field.help)
      json.pair("secret", field.isSecret)
      json.list("limits", field.validators) { json, limit in
        json.object { json in
          json.pair("kind", limit.kind)
          for (name, value) in limit.arguments.sorted(by: { $0.key < $1.key }) { json.pair(name, value) }
        }
      }
    }
  }

  private static func word(_ kind: ValueKind) -> String {
    switch kind {
    case .text: "text"
    case .integer: "integer"
    case .number: "number"
    case .boolean: "boolean"
    case .date: "date"
    case .uuid: "uuid"
    case .choice: "choice"
    case .list(let element): "list of \(word(element))"
    case .fields: "fields"
    case .other(let name): name
    }
  }
}

/// A parameter whose value may describe its fields.
protocol FieldsParameter {
  static var fieldDescriptions: [FieldDescription] { get }
}

extension JSONWriter {
  fileprivate mutating func pair(_ name: String, _ value: String?) {
    key(text: name)
    if let value { string(value) } else { null() }
  }

  fileprivate mutating func pair(_ name: String, _ value: Int?) {
    key(text: name)
    if let value { integer(value) } else { null() }
  }

  fileprivate mutating func pair(_ name: String, _ value: Bool) {
    key(text: name)
    bool(value)
  }

  fileprivate mutating func list<Element>(
    _ name: String, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    key(text: name)
    array { json in for element in elements { write(&json, element) } }
  }
}
