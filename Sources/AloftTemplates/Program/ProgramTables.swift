/// What of a program is read in every step, as plain memory.
// Unsafe memory that its program owns and nobody writes again: a machine reads it only while it holds the program.
// As arrays each step would count references up and down, which took a third of a rendering's time. The places that
// are read come from the compiler, which is tested to name none that is not there.
struct ProgramTables: @unchecked Sendable {
  let instructions: UnsafePointer<Instruction>
  let operations: UnsafePointer<Operation>
  let operands: UnsafePointer<Int32>
  let texts: UnsafePointer<UnsafeBufferPointer<UInt8>>
  let sites: UnsafePointer<CallSite>
  let loops: UnsafePointer<Program.Loop>
  let targets: UnsafePointer<Program.Target>
  let names: UnsafePointer<String>
  let constants: UnsafePointer<Expression.Constant>
  private let bytes: UnsafePointer<UInt8>

  init(_ code: Program.Code) {
    instructions = Self.copy(code.instructions)
    operations = Self.copy(code.operations)
    operands = Self.copy(code.operands)
    sites = Self.copy(code.sites)
    loops = Self.copy(code.loops)
    targets = Self.copy(code.targets)
    names = Self.copy(code.names)
    constants = Self.copy(code.constants)
    bytes = Self.copy(code.texts.flatMap { $0 })
    var start = bytes
    texts = Self.copy(
      code.texts.map { text in
        defer { start += text.count }
        return UnsafeBufferPointer(start: start, count: text.count)
      })
  }

  private static func copy<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let place = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    place.initialize(from: elements, count: elements.count)
    return UnsafePointer(place)
  }

  /// Gives the memory back; called once, by the program's end.
  ///
  /// - Parameter code: What the tables were made of.
  func deallocate(_ code: Program.Code) {
    // Without references, so that there is nothing to end: the instructions, the operations and the operands.
    instructions.deallocate()
    operations.deallocate()
    operands.deallocate()
    texts.deallocate()
    bytes.deallocate()
    Self.destroy(sites, code.sites.count)
    Self.destroy(loops, code.loops.count)
    Self.destroy(targets, code.targets.count)
    Self.destroy(names, code.names.count)
    Self.destroy(constants, code.constants.count)
  }

  private static func destroy<Element>(_ place: UnsafePointer<Element>, _ count: Int) {
    UnsafeMutablePointer(mutating: place).deinitialize(count: count)
    place.deallocate()
  }
}
