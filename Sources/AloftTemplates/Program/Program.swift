/// A template, compiled: flat lists of instructions and operations that name each other by their places.
///
/// It knows nothing of the language that the template was written in.
final class Program: Sendable {
  struct Function: Sendable {
    enum Kind: Sendable { case template, block, macro, recursiveLoop }

    var kind: Kind
    var name: String
    var entry: Int32
    var slotCount: Int32
    var parameters: [String] = []
    /// The slots of what a macro may get beyond its parameters; negative for what it does not use.
    var callerSlot: Int32 = -1
    var namedRestSlot: Int32 = -1
    var restSlot: Int32 = -1
    /// The slots of `self` and `super` in a template or block, of `loop` in a loop that calls itself.
    var selfSlot: Int32 = -1
    var superSlot: Int32 = -1
    var loopSlot: Int32 = 0
  }

  struct Loop: Sendable {
    var sequence: Int32
    var target: Int32
    /// The condition that elements have to meet, and the target that it sees them in.
    var condition: Int32 = -1
    var conditionTarget: Int32 = -1
    /// The variable `loop`; negative where nobody asks.
    var loopSlot: Int32 = -1
    /// Where it goes on when no element is left.
    var end: Int32 = 0
    /// The function that a loop which calls itself consists of.
    var function: Int32 = -1
  }

  indirect enum Target: Sendable {
    case slot(Int32)
    /// The place of the operation that gives the namespace, and the name.
    case member(Int32, String)
    case several([Target])
  }

  /// The variables that another template gets to see.
  struct Scope: Sendable {
    var variables: [(name: String, slot: Int32, up: Int32)] = []
  }

  struct ImportedName: Sendable {
    var name: String
    var slot: Int32
    /// The name under which it is seen from outside, of an import at the top.
    var exported: String?
  }

  let name: String
  let source: [UInt8]
  let escapes: Bool
  let code: Code
  let blocks: [String: Int]
  /// The function that sets what the template's blocks see, and writes nothing.
  let prelude: Int
  let tables: ProgramTables

  /// What the compiler has written.
  struct Code: Sendable {
    var instructions: [Instruction] = []
    var instructionOffsets: [Int32] = []
    var operations: [Operation] = []
    var operationOffsets: [Int32] = []
    var operands: [Int32] = []
    var texts: [[UInt8]] = []
    var names: [String] = []
    var constants: [Expression.Constant] = []
    var sites: [CallSite] = []
    var comparisonKinds: [[Expression.Comparison]] = []
    var filters: [(name: String, filter: Filter?)] = []
    var tests: [(name: String, test: Filter?)] = []
    var functions: [Function] = []
    var loops: [Loop] = []
    var targets: [Target] = []
    var scopes: [Scope] = []
    var imports: [[ImportedName]] = []
    /// The pieces of markup that components are given, in slots.
    var fills: [[(name: String, slot: Int32)]] = []
    /// The parameters that components have.
    var parameters: [[String]] = []
    /// How deep expressions lie within each other at the most.
    var deepestExpression = 0
  }

  var deepestExpression: Int { code.deepestExpression }

  init(name: String, source: [UInt8], escapes: Bool, code: Code, blocks: [String: Int], prelude: Int) {
    self.name = name
    self.source = source
    self.escapes = escapes
    self.code = code
    self.blocks = blocks
    self.prelude = prelude
    tables = ProgramTables(code)
  }

  deinit { tables.deallocate(code) }

  /// The line and column of a byte of the source.
  func place(at offset: Int) -> TemplateError.Place { Self.place(at: offset, in: source, of: name) }

  static func place(at offset: Int, in source: [UInt8], of name: String) -> TemplateError.Place {
    let offset = min(max(0, offset), source.count)
    let line = 1 + source[..<offset].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    let start = source[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = source[offset...].firstIndex(of: 0x0A) ?? source.count
    let column = 1 + String(decoding: source[start..<offset], as: UTF8.self).count
    // A line may be a whole page: of a long one the part around the place is shown.
    let from = Self.boundary(max(start, offset - 300), source, until: offset)
    let shown = source[from..<Self.boundary(min(end, from + 400), source, until: end)]
    let mark = from > start ? "…" : ""
    return TemplateError.Place(
      template: name, line: line, column: column, excerpt: mark + String(decoding: shown, as: UTF8.self),
      caret: (mark + String(decoding: source[from..<offset], as: UTF8.self)).count)
  }

  /// The first place from one on where a character begins.
  private static func boundary(_ place: Int, _ source: [UInt8], until end: Int) -> Int {
    var place = place
    while place < end, source[place] & 0xC0 == 0x80 { place += 1 }
    return place
  }
}
