/// What the command line asks for.
struct FaultOptions: Sendable {
  enum Part: String, CaseIterable {
    case kill, server, disk, locked, storm
  }

  static let usage =
    "usage: aloft-sql-faults [kill|server|disk|locked|storm|all]… [--points N] [--queries N] [--seed N]"

  private(set) var parts: [Part] = []
  /// How many times the program is killed.
  private(set) var points = 200
  /// How many queries each of the storm's tasks runs.
  private(set) var queries = 10_000
  private(set) var seed = UInt64.random(in: 0..<1_000_000_000)

  init(_ arguments: some Sequence<String>) throws {
    var arguments = arguments.makeIterator()
    while let word = arguments.next() {
      switch word {
      case "--points": points = try Self.number(arguments.next(), word)
      case "--queries": queries = try Self.number(arguments.next(), word)
      case "--seed": seed = UInt64(try Self.number(arguments.next(), word))
      case "all": parts += Part.allCases
      default:
        guard let part = Part(rawValue: word) else { throw Fault("'\(word)' is not known; \(Self.usage)") }
        parts.append(part)
      }
    }
    if parts.isEmpty { parts = Part.allCases }
  }

  private static func number(_ text: String?, _ option: String) throws -> Int {
    guard let number = text.flatMap({ Int($0) }), number >= 0 else { throw Fault("\(option) needs a number") }
    return number
  }
}

/// Something that is wrong.
struct Fault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// The first of several, with how many there are.
  init(_ what: String, all faults: [String]) {
    let shown = faults.prefix(10).joined(separator: "\n    ")
    description = "\(what): \(faults.count) of them\n    \(shown)"
  }
}
