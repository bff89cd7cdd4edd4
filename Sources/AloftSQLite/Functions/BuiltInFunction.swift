/// A function that every connection has.
struct BuiltInFunction {
  let name: String
  let argumentCount: Int?
  let body: (FunctionCall) throws -> Void

  init(_ name: String, _ argumentCount: Int?, _ body: @escaping (FunctionCall) throws -> Void) {
    self.name = name
    self.argumentCount = argumentCount
    self.body = body
  }
}
