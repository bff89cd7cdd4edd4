/// A value of a kind of its own: what it answers to, it says by overriding.
public class TemplateObject {
  /// Whether it holds values that may hold others in turn, and so on; see ``takeHeld()``.
  final let holdsOthers: Bool

  @usableFromInline init(holdsOthers: Bool = false) { self.holdsOthers = holdsOthers }

  /// Lets go of the values that it holds, when nobody needs it any more, so that they can end one after the other.
  func takeHeld() -> [TemplateData] { [] }

  /// The name of its type, as messages have it.
  var typeName: String { "object" }
  /// What it prints, unless it prints values that it holds.
  func text() throws -> String { "<\(typeName) object>" }
  /// Values that it prints, and what stands around them; `nil` if it prints a text of its own.
  // Not printed by itself: a value may hold itself, and whoever prints has to know how deep he is.
  var printed: (begin: String, data: TemplateData, end: String)? { nil }
  /// Whether what it prints is safe.
  var isSafe: Bool { false }
  var isTrue: Bool { true }
  /// What it is as the key of a dictionary; `nil` for itself.
  var key: DataKey? { nil }

  /// A member; `nil` if there is none of that name.
  func member(_ name: String, _ machine: inout Machine) throws -> TemplateData? { nil }
  /// The names of its members, for messages.
  var memberNames: [String] { [] }
  /// An element by its key or index; `nil` if there is none.
  func item(_ key: TemplateData, _ machine: inout Machine) throws -> TemplateData? { nil }
  /// Sets a member; false if that can't be done.
  func set(_ name: String, _ value: TemplateData) -> Bool { false }

  /// Whether it can be called.
  var isCallable: Bool { false }
  func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    throw RenderFailure(.type, "'\(typeName)' object is not callable")
  }

  /// Its elements, one after the other; `nil` if it has none.
  func elements() throws -> Elements? { nil }
  /// The number of its elements; `nil` if that is not known without reading them.
  var count: Int? { nil }
  /// Whether an element can be asked for by its index.
  var isSequence: Bool { false }

  /// Whether it is equal to another one.
  func isEqual(to other: TemplateObject) -> Bool { self === other }
  /// Whether it is less than another value; `nil` if they have no order.
  func isLess(than other: TemplateData) -> Bool? { nil }
  /// What it is in JSON; `nil` if nothing.
  func plain() -> TemplateData? { nil }

  // What the cache of a place in a template asks.

  /// Tells apart types whose fields lie at the same places; zero for those without fields. No number is used twice.
  var layout: Int { 0 }
  func fieldIndex(_ name: String) -> Int? { nil }
  func field(at index: Int) -> TemplateData { .missing }
}
