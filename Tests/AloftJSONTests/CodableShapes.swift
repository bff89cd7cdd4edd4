import Foundation

// The shapes that Codable allows, one of each.

struct Plain: Codable, Equatable {
  var text = "a \"quoted\" text\n"
  var number = -42
  var fraction = 0.1
  var small: Float = 1.5
  var flag = true
  var missing: Int?
  var present: Int? = 7
  var list = [1, 2, 3]
  var optionals: [Int?] = [1, nil, 3]
  var nested: [[String]] = [["a"], [], ["b", "c"]]
  var byte: UInt8 = 255
  var wide: UInt64 = .max
}

enum Shape: Codable, Equatable {
  case point
  case circle(radius: Double)
  case box(Int, Int)
  case named(name: String, inner: [Shape])
}

enum Level: String, Codable { case low, high }
enum Number: Int, Codable, CodingKeyRepresentable {
  case one = 1
  case two
}
enum Word: String, Codable, CodingKeyRepresentable { case alpha, beta }

struct Dictionaries: Codable, Equatable {
  var names = ["a": 1, "b": 2]
  var numbers = [1: "x", -2: "y"]
  var words = [Word.alpha: 1.5, .beta: 2]
  var numbered = [Number.one: "1"]
  var pairs: [Level: Int] = [.low: 1]
  var nested = ["x": ["y": [Shape.circle(radius: 1)]]]
  var set: Set<String> = ["one"]
}

struct Wrapped: Codable, Equatable {
  var date = Date(timeIntervalSince1970: 1_772_366_400)
  var uuid = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255))
  var data = Data([0, 1, 2, 253, 254, 255, 7])
  var level = Level.high
  var range = 1..<5
}

class Animal: Codable {
  var name: String
  init(name: String) { self.name = name }
}

/// Encodes its superclass under a key of its own.
final class Dog: Animal {
  var tricks: [String]
  enum CodingKeys: CodingKey { case tricks }

  init(name: String, tricks: [String]) {
    self.tricks = tricks
    super.init(name: name)
  }

  required init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    tricks = try container.decode([String].self, forKey: .tricks)
    try super.init(from: container.superDecoder())
  }

  override func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try super.encode(to: container.superEncoder())
    try container.encode(tricks, forKey: .tricks)
  }
}

/// Encodes its superclass into the same object, and one of its keys anew.
final class Cat: Animal {
  var lives: Int
  enum CodingKeys: CodingKey { case lives, name }

  init(name: String, lives: Int) {
    self.lives = lives
    super.init(name: name)
  }

  required init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    lives = try container.decode(Int.self, forKey: .lives)
    try super.init(from: decoder)
  }

  override func encode(to encoder: any Encoder) throws {
    try super.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lives, forKey: .lives)
    try container.encode(name.uppercased(), forKey: .name)
  }
}

/// Writes to several nested containers by turns.
struct Woven: Codable, Equatable {
  var left: [Int]
  var right: [String]
  enum CodingKeys: CodingKey { case left, right, rows, only }
  enum Only: CodingKey { case value }

  init(left: [Int], right: [String]) {
    self.left = left
    self.right = right
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    var lefts = try container.nestedUnkeyedContainer(forKey: .left)
    var rights = try container.nestedUnkeyedContainer(forKey: .right)
    left = []
    right = []
    while !lefts.isAtEnd { left.append(try lefts.decode(Int.self)) }
    while !rights.isAtEnd {
      let nested = try rights.nestedContainer(keyedBy: Only.self)
      right.append(try nested.decode(String.self, forKey: .value))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    var rights = container.nestedUnkeyedContainer(forKey: .right)
    var lefts = container.nestedUnkeyedContainer(forKey: .left)
    var rows = container.nestedUnkeyedContainer(forKey: .rows)
    for index in 0..<max(left.count, right.count) {
      var row = rows.nestedUnkeyedContainer()
      if right.indices.contains(index) {
        var nested = rights.nestedContainer(keyedBy: Only.self)
        try nested.encode(right[index], forKey: .value)
      }
      if left.indices.contains(index) { try lefts.encode(left[index]) }
      try row.encode(index)
      try container.encode(index, forKey: .only)
      try rows.encodeNil()
      try row.encode(["x": index])
    }
  }
}

/// Has what encodes nothing, and containers that stay empty.
struct Empties: Encodable {
  struct Nothing: Encodable { func encode(to encoder: any Encoder) throws {} }
  enum CodingKeys: CodingKey { case nothing, object, array, encoder, list }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Nothing(), forKey: .nothing)
    _ = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .object)
    _ = container.nestedUnkeyedContainer(forKey: .array)
    _ = container.superEncoder(forKey: .encoder)
    try container.encode([Nothing(), Nothing()], forKey: .list)
  }
}
