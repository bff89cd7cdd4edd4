/// How much a rendering may take.
public struct TemplateLimits: Sendable, Hashable {
  /// The most steps: instructions, elements that are looked at, and every 128 bytes of long texts that functions read or
  /// make.
  public var steps = Int.max
  /// The most bytes that are written, all pieces of a stream together, and that a text has which the template makes.
  public var output = 256 * 1024 * 1024
  /// How deep templates, blocks, macros and loops may be in each other.
  public var depth = 200
  /// The most numbers in a range, and elements of a list that a template makes or lengthens.
  public var rangeLength = 1_000_000
  /// The most bytes of all values that a template makes, those that are gone included: texts of 256 bytes and more, and
  /// lists. Shorter texts are not counted; `steps` bounds them.
  public var memory = 512 * 1024 * 1024

  /// Those for templates of the program's own.
  public init() {}

  /// Those for templates that come from users.
  public static var sandbox: TemplateLimits {
    var limits = TemplateLimits()
    limits.steps = 200_000
    limits.output = 1024 * 1024
    limits.depth = 30
    limits.rangeLength = 10_000
    limits.memory = 16 * 1024 * 1024
    return limits
  }
}
