/// How much a rendering may take.
public struct TemplateLimits: Sendable, Hashable {
  /// The most steps: instructions, and rounds of loops.
  public var steps = Int.max
  /// The most bytes that are written.
  public var output = 256 * 1024 * 1024
  /// How deep templates, blocks, macros and loops may be in each other.
  public var depth = 200
  /// The most numbers in a range, and elements of what a template makes.
  public var rangeLength = 1_000_000

  /// Those for templates of the program's own.
  public init() {}

  /// Those for templates that come from users.
  public static var sandbox: TemplateLimits {
    var limits = TemplateLimits()
    limits.steps = 200_000
    limits.output = 1024 * 1024
    limits.depth = 30
    limits.rangeLength = 10_000
    return limits
  }
}
