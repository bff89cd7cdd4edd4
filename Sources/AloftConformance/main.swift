// Answers recorded cases of other libraries with Aloft's own code, for scoring: one case a line in, one answer a line
// out. A development tool: it translates, and decides nothing.

let suite = CommandLine.arguments.dropFirst().first ?? ""
var templates = TemplateSuite()

while let line = readLine() {
  guard let testCase = JSONReader.read(line) else { continue }
  if testCase["define"] != .null { templates.define(testCase) }
  guard testCase["id"] != .null else { continue }
  let answer: [JSON.Member] =
    switch suite {
    case "routing": [RoutingSuite.answer(testCase)]
    case "http": testCase["fn"].string == "multipart" ? MultipartCases.answer(testCase) : [HTTPSuite.answer(testCase)]
    case "templates", "template-grid": [templates.answer(testCase)]
    default: [JSON.Member(name: "unsupported", value: .string("no suite '\(suite)'"))]
    }
  print(JSON.object([JSON.Member(name: "id", value: testCase["id"])] + answer).text)
}
