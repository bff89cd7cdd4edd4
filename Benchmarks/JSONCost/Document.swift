import AloftJSON
import Foundation

/// The document that is measured: fifty products, about ten kilobytes.
struct Catalog: Codable, Equatable {
  struct Item: Codable, Equatable {
    var id: Int
    var name: String
    var category: String
    var price: Int
    var quantity: Int
    var active: Bool
    var tags: [String]
    var rating: Rating
    var created: Date
  }

  struct Rating: Codable, Equatable {
    var score: Int
    var count: Int
  }

  var items: [Item]
  var count: Int

  static let sample = Catalog(
    items: (0..<50).map { number in
      Item(
        id: number, name: "Product number \(number)", category: "electronics", price: 100 + number, quantity: number,
        active: number % 2 == 0, tags: ["fast", "new", "sale"], rating: Rating(score: 42, count: 127),
        created: Date(timeIntervalSince1970: 1_760_000_000 + Double(number) * 1000))
    }, count: 50)

  var direct: DirectCatalog { DirectCatalog(catalog: self) }
}

/// The same document, written and read as generated code would do it.
struct DirectCatalog: JSONWritable, JSONReadable {
  let catalog: Catalog

  init(catalog: Catalog) { self.catalog = catalog }

  func writeJSON(to json: inout JSONWriter) throws {
    json.beginObject()
    json.key("items")
    json.beginArray()
    for item in catalog.items { try Self.write(item, to: &json) }
    json.endArray()
    json.key("count")
    json.integer(catalog.count)
    json.endObject()
  }

  private static func write(_ item: Catalog.Item, to json: inout JSONWriter) throws {
    json.beginObject()
    json.key("id")
    json.integer(item.id)
    json.key("name")
    json.string(item.name)
    json.key("category")
    json.string(item.category)
    json.key("price")
    json.integer(item.price)
    json.key("quantity")
    json.integer(item.quantity)
    json.key("active")
    json.bool(item.active)
    try json.member("tags", item.tags)
    json.key("rating")
    json.beginObject()
    json.key("score")
    json.integer(item.rating.score)
    json.key("count")
    json.integer(item.rating.count)
    json.endObject()
    json.key("created")
    try json.date(secondsSince2001: item.created.timeIntervalSinceReferenceDate)
    json.endObject()
  }

  init(json: JSONReader) throws {
    var items: [Catalog.Item] = []
    guard let elements = try json.reader(of: "items")?.elements() else { throw json.missing("items") }
    items.reserveCapacity(elements.underestimatedCount)
    for element in elements { items.append(try Self.item(element)) }
    catalog = Catalog(items: items, count: try json.member("count"))
  }

  private static func item(_ json: JSONReader) throws -> Catalog.Item {
    guard let rating = try json.reader(of: "rating") else { throw json.missing("rating") }
    guard let created = try json.reader(of: "created") else { throw json.missing("created") }
    return Catalog.Item(
      id: try json.member("id"), name: try json.member("name"), category: try json.member("category"),
      price: try json.member("price"), quantity: try json.member("quantity"), active: try json.member("active"),
      tags: try json.member("tags"),
      rating: Catalog.Rating(score: try rating.member("score"), count: try rating.member("count")),
      created: Date(timeIntervalSinceReferenceDate: try created.secondsSince2001()))
  }
}
