import Aloft
import AloftHTTP
import MainActorModule
import Testing

@Suite struct MainActorModuleTests {
  @MainActor private func makeApp() -> Application {
    let app = Application()
    app.mount(Shop(), at: "/shop")
    return app
  }

  @Test func handlersOfAModuleOfTheMainActorAnswer() async throws {
    let app = await makeApp()
    #expect(app.check().isEmpty)
    #expect(try await app.get("/shop/") == "200 <p>/shop/</p>")
    #expect(try await app.get("/shop/hello/anna") == "200 Hello, anna!")
    #expect(try await app.ask(.get, "/shop/me", headers: ["X-Customer": "anna"]).text == "anna at /shop/me")
    #expect(try await app.get("/shop/path") == "200 /shop/path")
    #expect(try await app.get("/shop/books/used") == "200 shelf used")
    #expect(try await app.get("/shop/search?page=2") == "200 page 2")
    #expect(try await app.get("/shop/basket") == "200 filled")
    #expect(try await app.ask(.post, "/shop/orders/5").text == "total 5")
    #expect(try app.url(for: "shop.index") == "/shop/")
  }

  @Test func theirSynchronousHandlersNeedNoTask() async throws {
    let app = await makeApp()
    for path in ["/shop/", "/shop/hello/anna", "/shop/me", "/shop/path", "/shop/search?page=2"] {
      #expect(try await app.ask(.get, path).isImmediate)
    }
    #expect(try await app.ask(.get, "/shop/books/new").isImmediate == false)
  }
}
