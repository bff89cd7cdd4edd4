import Aloft

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Types that requests are read into.
enum Samples {
  enum Plan: String, Codable, CaseIterable, Sendable { case free, paid }

  struct Address: Described {
    let city: String
    let zip: Int
    static let fields = Fields(
      Address.init, Field("city", .length(1...40)), Field("zip", .range(10_000...99_999)))
  }

  struct NewUser: Described {
    let name: String
    let email: String
    let age: Int?
    let plan: Plan
    let tags: [String]
    let address: Address?
    let friends: [Address]
    let born: Date?
    static let fields = Fields(
      NewUser.init, Field("name", .length(1...10)), Field("email", .pattern(#"\S+@\S+"#, "is no address of mail")),
      Field("age", .range(13...)), Field("plan", default: .free), Field("tags", .count(...2), default: []),
      Field("address"), Field("friends", default: []), Field("born"))

    func validate(_ check: inout Validation) {
      if plan == .paid, age == nil { check.fail("age", "is needed for a paid plan", code: "plan") }
    }
  }

  /// A type that knows no fields of its own, with limits beside it.
  struct Search: Codable, Validated {
    var q: String
    var page: Int?
    var plan: Plan?
    func validate(_ check: inout Validation) {
      check("q", q, .length(2...100))
      check("page", page, .range(1...))
    }
  }
}
