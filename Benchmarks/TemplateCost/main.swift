import AloftTemplates

// What templates cost, in this process and on one thread: `name microseconds bytes` a line, the best of several rounds.
//
// swift run -c release aloft-template-cost [NAME …]

let clock = ContinuousClock()
let wanted = Set(CommandLine.arguments.dropFirst())

/// Measures what a call takes.
///
/// - Parameter work: Gives the number of bytes it has made.
func measure(_ name: String, calls: Int, _ work: () throws -> Int) throws {
  guard wanted.isEmpty || wanted.contains(name) else { return }
  var best = Duration.seconds(1000)
  var bytes = 0
  for _ in 0..<7 {
    let time = try clock.measure { for _ in 0..<calls { bytes = try work() } }
    best = min(best, time)
  }
  let microseconds = best / .microseconds(calls)
  print(name, (microseconds * 100).rounded() / 100, bytes)
}

var configuration = TemplateConfiguration(Pages.inherited)
configuration.escaping = .all
let environment = TemplateEnvironment(configuration)
let page = try environment.template(source: Pages.page, name: "page.html")

try measure("page", calls: 500) {
  try page.render(["title": "Hi & bye", "articles": Article.samples]).count
}
try measure("page-encodable", calls: 200) {
  try page.render(["title": "Hi & bye", "articles": PlainArticle.samples]).count
}

let short = try environment.template(source: "<b>{{ title }}</b>", name: "short.html")
try measure("short", calls: 5000) { try short.render(["title": "Hi & bye"]).count }

let table = try environment.template(source: Pages.table, name: "table.html")
for count in [100, 1000, 10_000] {
  let rows = Row.samples(count)
  try measure("table-\(count)", calls: max(1, 20_000 / count)) { try table.render(["rows": rows]).count }
}

let rows = Row.samples(20)
let inherited = try environment.template("page.html")
try measure("inheritance", calls: 500) { try inherited.render(["rows": rows]).count }

try measure("parse-500", calls: 1) {
  var count = 0
  for number in 0..<500 {
    count += try environment.template(source: Pages.page, name: "page\(number).html").name.utf8.count
  }
  return count
}
