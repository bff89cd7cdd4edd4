/// The way from the top of what was sent to a value in it, `items[3].price`.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// One step.
  public enum Step: Sendable, Hashable {
    /// To the field of that name.
    case name(String)
    /// To the element at that place of a list, counted from 0.
    case index(Int)
  }

  /// The steps, from the top.
  public var steps: [Step]

  /// Creates a path of steps; the empty one leads to the top.
  public init(_ steps: [Step] = []) { self.steps = steps }

  /// Creates the path to a field.
  public init(stringLiteral name: String) { steps = [.name(name)] }

  /// Creates the path to a field.
  public init(_ name: String) { steps = [.name(name)] }

  /// The path that goes on from the end of this one.
  public func appending(_ path: FieldPath) -> FieldPath { FieldPath(steps + path.steps) }

  /// The path as text; empty for the top.
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .index(let index): text += "[\(index)]"
      case .name(let name): text += text.isEmpty ? name : ".\(name)"
      }
    }
    return text
  }
}
