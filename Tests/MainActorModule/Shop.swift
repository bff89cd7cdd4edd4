public import Aloft

// This module's declarations are isolated to the main actor unless they say otherwise, as Xcode sets up new projects.

/// A value that a handler takes; nonisolated, since handlers run on their connections' loops.
nonisolated struct Customer: HandlerParameter {
  let name: String

  static func value(from values: inout ParameterValues) -> Customer {
    Customer(name: values.request.headers["X-Customer"] ?? "nobody")
  }
}

nonisolated enum Shelf: String, PathParameter {
  case new, used
}

nonisolated struct Search: Decodable {
  let page: Int
}

nonisolated struct Basket: PreparedParameter {
  let count: Int

  static func prepare(for request: Request) async throws -> Basket {
    await Counter.shared.increment()
    return Basket(count: await Counter.shared.count)
  }
}

nonisolated struct Receipt: HandlerResult {
  let total: Int

  func response(to request: Request) -> Response { Response(text: "total \(total)", status: .created) }
}

/// State of the main actor, without a word about it.
final class Counter {
  static let shared = Counter()
  private(set) var count = 0

  func increment() { count += 1 }
}

func describe(_ shelf: String) -> String { "shelf \(shelf)" }

nonisolated func index(_ request: Request) -> HTML { HTML("<p>\(request.path)</p>") }

/// A blueprint of a module that is isolated to the main actor.
public struct Shop: Blueprint {
  public init() {}

  public func configure(_ shop: BlueprintBuilder) {
    shop.get("/", name: "index", index)
    shop.get("/hello/{name}") { (name: String) in "Hello, \(name)!" }
    shop.get("/me") { (customer: Customer, request: Request) in "\(customer.name) at \(request.path)" }
    shop.get("/path") { request in request.path }
    shop.get("/books/{shelf}") { (shelf: Shelf) async in await describe(shelf.rawValue) }
    shop.get("/search") { (search: URLQuery<Search>) in "page \(search.page)" }
    shop.get("/basket") { (basket: Basket) in basket.count > 0 ? "filled" : nil }
    shop.post("/orders/{id}") { (id: Int) in Receipt(total: id) }
  }
}
