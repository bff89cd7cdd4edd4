/// A step of a program; without references, since one is read for every step.
enum Instruction: Sendable {
  /// Writes literal text.
  case text(Int32)
  /// Writes a value.
  case output(Int32)
  /// Writes a value as it is: what a filter has made of a block.
  case outputRaw(Int32)
  case jump(Int32)
  case jumpUnless(Int32, to: Int32)
  /// Jumps where a parent template is known, which then writes everything.
  case jumpIfExtended(Int32)
  case evaluate(Int32)

  // Variables.
  case store(slot: Int32, Int32)
  case assign(target: Int32, Int32)
  case clear(slot: Int32)
  /// Looks a name up in the context.
  case resolve(slot: Int32, name: Int32)
  case copy(slot: Int32, from: Int32, up: Int32)
  /// Lets blocks, included templates and importing ones see a variable.
  case export(name: Int32, slot: Int32, isPublic: Bool)
  /// Sets a parameter that no argument was given for.
  case standard(slot: Int32, Int32)
  case requireParameter(slot: Int32, name: Int32)

  // Loops.
  case beginLoop(Int32)
  case nextRound(Int32)
  case endLoop
  /// Notes that a round ran to its end, of a loop with an `else`.
  case endRound
  /// Jumps unless the loop that has just ended had no round that ran to its end.
  case jumpUnlessEmpty(Int32)
  case recursiveLoop(Int32)
  case leaveLoop(Int32)

  // Captured output.
  case beginCapture
  case endCapture
  case storeCapture(target: Int32, filter: Int32)

  // Other functions and templates.
  case defineMacro(slot: Int32, function: Int32)
  case callBlockMacro(function: Int32, call: Int32)
  case block(name: Int32, scope: Int32, isRequired: Bool)
  case extends(Int32)
  case include(Int32, scope: Int32, withContext: Bool, ignoresMissing: Bool)
  case importAll(Int32, slot: Int32, scope: Int32, withContext: Bool)
  case importSome(Int32, names: Int32, scope: Int32, withContext: Bool)
  /// Keeps what was captured last in a slot.
  case keepCapture(slot: Int32)
  case component(Int32, site: Int32, fills: Int32)
  case checkParameters(names: Int32)
  /// Takes what a component is given, or a default, whose operation is negative where there is none.
  case takeParameter(slot: Int32, name: Int32, standard: Int32)
  case beginEscaping(Int32)
  case endEscaping
  /// The end of a template's own part: a parent goes on.
  case endTemplate
  case endFunction
  case missingFilter(name: Int32, isTest: Bool)
}
