import Aloft

/// Kettles, of which there are three.
actor Kitchen {
  private var free = [1, 2, 3]
  private var returned = 0

  func take() -> Int? { free.popLast() }

  func put(_ kettle: Int) {
    free.append(kettle)
    returned += 1
  }

  var report: String { "\(free.count) of 3 kettles are free, \(returned) were given back" }
}

let kitchen = Kitchen()

/// A kettle that is lent to a request and comes back when the response was sent.
struct Kettle: PreparedParameter {
  let number: Int

  static func prepare(for request: Request) async throws -> Kettle {
    guard let number = await kitchen.take() else {
      throw HTTPError(.serviceUnavailable, "all kettles are in use", headers: [.retryAfter: "2"])
    }
    return Kettle(number: number)
  }

  func tearDown(after outcome: HandlerOutcome) async { await kitchen.put(number) }
}

/// Takes the language that the browser prefers: it needs no waiting, so it needs no preparation.
struct Language: HandlerParameter {
  let code: Substring

  static func value(from values: inout ParameterValues) -> Language {
    Language(code: values.request.headers["Accept-Language"]?.prefix { $0.isLetter } ?? "en")
  }
}

/// Parameters of types of our own.
struct Preparations: Blueprint {
  func configure(_ preparations: BlueprintBuilder) {
    preparations.get("/", name: "index") { Self.page }

    preparations.get("/tea") { (kettle: Kettle) in
      Response.stream { writer in
        try await writer.write("Kettle \(kettle.number) is on …\n")
        try await Task.sleep(for: .seconds(2))
        try await writer.write("Tea!\n")
      }
    }
    preparations.get("/kitchen") { await kitchen.report }

    preparations.get("/language") { (language: Language) in "You read \(language.code)." }
  }
}

extension Preparations {
  private static let page = Page(
    title: "Preparations",
    lead: """
      A handler names what it needs, and gets it: the user who is logged in, a connection to a database, a kettle.
      What was prepared is put away after the response, whatever happened.
      """,
    samples: [
      Sample(
        title: "Lent and given back",
        text: "Ask for tea in four windows at once: the fourth gets a 503. The kitchen counts.",
        code: """
          struct Kettle: PreparedParameter {
            let number: Int

            static func prepare(for request: Request) async throws -> Kettle {
              guard let number = await kitchen.take() else {
                throw HTTPError(.serviceUnavailable, "all kettles are in use", headers: [.retryAfter: "2"])
              }
              return Kettle(number: number)
            }

            func tearDown(after outcome: HandlerOutcome) async { await kitchen.put(number) }
          }

          preparations.get("/tea") { (kettle: Kettle) in
            Response.stream { writer in
              try await writer.write("Kettle \\(kettle.number) is on …\\n")
              try await Task.sleep(for: .seconds(2))
              try await writer.write("Tea!\\n")
            }
          }
          preparations.get("/kitchen") { await kitchen.report }
          """,
        trials: [.init("tea"), .init("kitchen")]),
      Sample(
        title: "Without waiting", text: "A parameter that is read out of the request.",
        code: """
          struct Language: HandlerParameter {
            let code: Substring

            static func value(from values: inout ParameterValues) -> Language {
              Language(code: values.request.headers["Accept-Language"]?.prefix { $0.isLetter } ?? "en")
            }
          }

          preparations.get("/language") { (language: Language) in "You read \\(language.code)." }
          """,
        trials: [.init("language")]),
    ])
}
