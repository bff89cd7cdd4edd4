#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct Message: Codable, Sendable {
  let message: String
}

struct Rating: Codable, Sendable {
  let score: Int
  let count: Int
}

struct Item: Codable, Sendable {
  let id: Int
  let name: String
  let category: String
  let price: Int
  let quantity: Int
  let active: Bool
  let tags: [String]
  let rating: Rating
  let created: Date
}

/// Fifty products, about ten kilobytes.
struct Catalog: Codable, Sendable {
  let items: [Item]
  let count: Int

  static let sample = Catalog(
    items: (0..<50).map { number in
      Item(
        id: number, name: "Product number \(number)", category: "electronics", price: 100 + number, quantity: number,
        active: number % 2 == 0, tags: ["fast", "new", "sale"], rating: Rating(score: 42, count: 127),
        created: Date(timeIntervalSince1970: 1_760_000_000 + Double(number) * 1000))
    }, count: 50)
}

struct Todo: Codable, Sendable {
  let id: Int
  let title: String
  let completed: Bool
  let order: Int
  let url: String

  static let samples = (1...20).map { number in
    Todo(
      id: number, title: "Thing number \(number)", completed: number % 3 == 0, order: number,
      url: "http://localhost/todos/\(number)")
  }
}
