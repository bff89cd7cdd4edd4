import AloftTemplates

// What templates cost, in this process and on one thread: `name microseconds bytes` a line, the best of several rounds.
//
// swift run -c release aloft-template-cost described|encodable [NAME …]

let isDescribed = CommandLine.arguments.dropFirst().first != "encodable"
let cost = TemplateCost(wanted: Set(CommandLine.arguments.dropFirst(2)))
let environment = TemplateEnvironment(Pages.configuration)

let page = try environment.template(source: Pages.page, name: "page.html")
try cost.measure("page", calls: 500) {
  let articles: any Encodable & Sendable = isDescribed ? Article.samples : PlainArticle.samples
  return try page.render(["title": "Hi & bye", "articles": articles]).count
}

let table = try environment.template(source: Pages.table, name: "table.html")
for count in [100, 1000, 10_000] {
  let rows: any Encodable & Sendable = isDescribed ? Row.samples(count) : PlainRow.samples(count)
  try cost.measure("table-\(count)", calls: max(1, 20_000 / count)) { try table.render(["rows": rows]).count }
}

let rows: any Encodable & Sendable = isDescribed ? Row.samples(20) : PlainRow.samples(20)
let inherited = try environment.template("page.html")
try cost.measure("inheritance", calls: 500) { try inherited.render(["rows": rows]).count }

try cost.measure("parse-500", calls: 1) {
  for number in 0..<500 {
    _ = try environment.template(source: "\(Pages.page)<!-- \(number) -->", name: "page.html")
  }
  return 0
}
