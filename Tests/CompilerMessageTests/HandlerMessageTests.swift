import Testing

/// What the compiler says to a handler that Aloft can't call: the messages are a part of the interface.
@Suite(.serialized, .enabled(if: Compiler.installed != nil, "there is no swiftc in the PATH"))
struct HandlerMessageTests {
  /// What the compiler says to the lines of a program behind its first two.
  private func messages(_ lines: String...) throws -> [String] {
    let compiler = try #require(Compiler.installed)
    return compiler.diagnostics((["import Aloft", "let app = Application()"] + lines).joined(separator: "\n") + "\n")
  }

  private func resultMessage(_ method: String, line: Int) -> String {
    "\(line): error: '\(method)(_:name:bodyLimit:file:line:_:)' is unavailable: a handler returns String, HTML, "
      + "Response, Redirect, Reply, Status, anything Encodable, an Optional or your own HandlerResult"
  }

  private func conformance(_ type: String, to name: String, _ method: String = "get", line: Int) -> String {
    "\(line): error: instance method '\(method)(_:name:bodyLimit:file:line:_:)' requires that '\(type)' conform to "
      + "'\(name)'"
  }

  @Test func handlersInOrderCompile() throws {
    let messages = try messages(
      "app.get(\"/\") { \"Hello, World!\" }",
      "app.get(\"/hello/{name}\") { (name: String) in \"Hello, \\(name)!\" }",
      "app.get(\"/users/{id}\") { (id: Int, request: Request) in id > 1 ? HTML(\"<p>\\(request.path)</p>\") : nil }",
      "app.get(\"/path\") { request in request.path }",
      "app.get(\"/short\") { $0.path }",
      "app.get(\"/file\") { try await Response.file(\"a.txt\") }",
      "app.post(\"/made\") { if 1 > 2 { return Reply(\"a\", status: .created) } else { return Reply(\"b\") } }",
      "func page(query: URLQuery<[String: String]>) async throws -> Redirect { Redirect(to: \"/\") }",
      "app.put(\"/function\", page)")
    #expect(messages == [])
  }

  @Test func aParameterOfAnUnsupportedTypeIsNamed() throws {
    let messages = try messages(
      "struct Cart {}",
      "app.get(\"/a/{id}\") { (id: Int, cart: Cart) in \"cart\" }",
      "app.post(\"/b\") { (cart: Cart) async in \"cart\" }",
      "func show(cart: Cart) throws -> String? { nil }",
      "app.delete(\"/c\", show)")
    #expect(
      messages == [
        conformance("Cart", to: "HandlerParameter", line: 4),
        conformance("Cart", to: "HandlerParameter", "post", line: 5),
        conformance("Cart", to: "HandlerParameter", "delete", line: 7),
      ])
  }

  @Test(arguments: ["get", "post", "put", "patch", "delete"])
  func aResultOfAnUnsupportedTypeIsToldWhatAHandlerReturns(method: String) throws {
    let messages = try messages(
      "struct User {}",
      "app.\(method)(\"/a/{id}\") { (id: Int) in User() }",
      "app.\(method)(\"/b/{id}\") { (id: Int) async throws -> User? in nil }",
      "app.\(method)(\"/c\") { [User()] }",
      "app.\(method)(\"/d/{id}\") { (id: Int) in (id, id) }")
    #expect(messages == (4...7).map { resultMessage(method, line: $0) })
  }

  @Test func aResultOfAHandlerOfTheRequestIsNamed() throws {
    let messages = try messages("struct User {}", "app.get(\"/\") { request in User() }")
    #expect(messages == [conformance("User", to: "HandlerResult", line: 4)])
  }

  @Test func aTupleIsNoResult() throws {
    let messages = try messages(
      "app.get(\"/a\") { (\"made\", 201) }", "app.post(\"/b/{id}\") { (id: Int) in (\"made\", Status.created) }")
    #expect(messages == [resultMessage("get", line: 3), resultMessage("post", line: 4)])
  }

  @Test func nothingIsNoResult() throws {
    let messages = try messages(
      "app.get(\"/a\") { }", "app.get(\"/b\") { print(\"b\") }",
      "app.get(\"/c\") { (request: Request) in print(request.path) }")
    #expect(messages == (3...5).map { resultMessage("get", line: $0) })
  }

  @Test func nilAloneHasNoType() throws {
    let messages = try messages(
      "app.get(\"/a/{id}\") { (id: Int) in nil }",
      "app.get(\"/b/{id}\") { (id: Int) in\n  if id > 3 { return nil }\n  return \"b\"\n}",
      "app.get(\"/c/{id}\") { (id: Int) -> String? in nil }")
    #expect(
      messages == [
        "3: error: generic parameter 'R' could not be inferred", "5: error: 'nil' requires a contextual type",
      ])
  }

  @Test func aVariableOfTheProgramIsNotSharedByHandlers() throws {
    let messages = try messages(
      "var todos: [String] = []",
      "app.post(\"/{title}\") { (title: String) in\n  todos.append(title)\n  return \"added\"\n}",
      "app.get(\"/\") { todos.joined() }")
    #expect(
      messages == [
        "5: error: main actor-isolated var 'todos' can not be mutated from a nonisolated context",
        "8: error: main actor-isolated var 'todos' can not be referenced from a nonisolated context",
      ])
  }

  @Test func whatIsSafeToShareIsShared() throws {
    let messages = try messages(
      "import Synchronization",
      "let greeting = \"Hello\"",
      "let todos = Mutex<[String]>([])",
      "actor Visits { var count = 0; func add() -> Int { count += 1; return count } }",
      "let visits = Visits()",
      "app.get(\"/a\") { greeting }",
      "app.post(\"/b/{title}\") { (title: String) in todos.withLock { $0.append(title) }; return \"added\" }",
      "app.get(\"/c\") { \"\\(await visits.add())\" }")
    #expect(messages == [])
  }

  @Test func aFunctionOfTheMainActorIsNoHandler() throws {
    let messages = try messages("@MainActor func page() -> String { \"page\" }", "app.get(\"/\", page)")
    #expect(
      messages == [
        "4: error: converting function value of type '@MainActor @Sendable () -> String' to "
          + "'@Sendable () throws -> String' loses global actor 'MainActor'"
      ])
  }

  @Test func aMistakeInsideAHandlerIsShownWhereItIs() throws {
    let messages = try messages(
      "app.get(\"/{id}\") { (id: Int, request: Request) in\n  let text = request.pathh\n  return \"\\(id) \\(text)\"\n}",
      "app.get(\"/{a}/{b}\") { (a: Int, b: String) in\n  let sum = a + b\n  return \"\\(sum)\"\n}")
    #expect(messages.map { String($0.prefix(9)) } == ["4: error:", "8: error:"])
    #expect(messages.first == "4: error: value of type 'Request' has no member 'pathh'")
  }
}
