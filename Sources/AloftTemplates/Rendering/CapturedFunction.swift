/// A function of a program, with what it sees where it was written: a macro, or a loop that calls itself.
struct CapturedFunction {
  let program: Program
  let function: Int
  let frame: Frame
  let context: RenderContext
  let escapes: Bool

  var description: Program.Function { program.code.functions[function] }
}
