import Aloft
import AloftJSON
import Testing

/// The shape of `describe --json`, which programs rely on: a name that goes needs another version.
@Suite struct DescriptionShapeTests {
  private enum Format: String, Decodable, CaseIterable, Sendable { case csv, json }

  private struct ExportOptions: CommandOptions {
    let file: String
    let format: Format
    static let positionals = ["file"]
    static let fields = Fields(ExportOptions.init, Field("file", .length(1...)), Field("format", default: .csv))
  }

  private func description() async throws -> JSONValue {
    let app = Application(settings: SettingsReader())
    app.use(RequestID())
    app.get("/{id}", name: "show") { (id: Int) in "\(id)" }
    app.onError(.notFound) { _, _ in "lost" }
    app.command("export", help: "Exports.", options: ExportOptions.self) { _, _ in }
    return try JSONCoding().decode(JSONValue.self, from: await app.runCommand(["describe", "--json"]).output)
  }

  private func names(_ value: JSONValue?) -> [String] { value?.object?.map(\.name) ?? [] }

  @Test func everyPartHasItsNames() async throws {
    let all = try await description()
    #expect(all["version"] == 1)
    #expect(
      names(all) == ["version", "mode", "routes", "middleware", "errorHandlers", "settings", "commands"])
    #expect(
      names(all["routes"]?[0]) == [
        "methods", "pattern", "host", "name", "place", "bodyLimit", "parameters", "result", "middleware",
      ])
    #expect(names(all["routes"]?[0]?["parameters"]?[0]) == ["type", "origin"])
    #expect(names(all["middleware"]?[0]) == ["name", "place"])
    #expect(names(all["errorHandlers"]?[0]) == ["subject", "prefix", "place"])
    #expect(names(all["settings"]?[0]) == ["type", "place", "fields"])
    #expect(
      names(all["settings"]?[0]?["fields"]?[0]) == [
        "name", "variable", "flag", "kind", "required", "default", "label", "help", "secret", "limits",
      ])
    #expect(names(all["commands"]?[0]) == ["name", "help", "place", "positionals", "options"])
    #expect(
      names(all["commands"]?[0]?["options"]?[1]) == [
        "name", "kind", "choices", "required", "default", "label", "help", "secret", "limits",
      ])
    #expect(names(all["commands"]?[0]?["options"]?[0]?["limits"]?[0]) == ["kind", "minimum"])
  }

  @Test func theFrameworksOwnSettingsAreAmongThem() async throws {
    let all = try await description()
    let fields = all["settings"]?[0]?["fields"]?.array ?? []
    #expect(fields.map { $0["variable"]?.string } == ["HOST", "PORT", "SOCKET", "LOG_LEVEL", "ALOFT_MODE"])
    #expect(all["settings"]?[0]?["place"] == "Aloft")
  }
}
