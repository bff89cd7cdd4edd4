import Aloft

/// A collection that somebody keeps; whose and of what is said where it is mounted.
struct Collection: Blueprint {
  let things: [String]

  func configure(_ collection: BlueprintBuilder) {
    collection.get("/", name: "index") { (request: Request) in
      let owner = request.pathValue("owner") ?? "nobody"
      let links = try things.indices.map { number in
        try request.url(for: ".show", ["owner": owner, "number": number])
      }
      return "Kept by \(owner):\n" + links.joined(separator: "\n")
    }
    collection.get("/{number}", name: "show") { (number: Int) in
      things.indices.contains(number) ? things[number] : nil
    }
  }
}

/// A blueprint that mounts another one twice.
struct Blueprints: Blueprint {
  func configure(_ blueprints: BlueprintBuilder) {
    blueprints.get("/", name: "index") { Self.page }

    blueprints.mount(Collection(things: ["Dune", "Emma"]), at: "/{owner}/books", name: "books")
    blueprints.mount(Collection(things: ["Alien", "Brazil", "Heat"]), at: "/{owner}/films", name: "films")

    blueprints.group("/api/v1") { api in
      api.get("/status") { "fine" }
    }
  }
}

extension Blueprints {
  private static let page = Page(
    title: "Blueprints",
    lead: """
      Routes that belong together are a value. An application, or another blueprint, decides where they stand and
      what they are called.
      """,
    samples: [
      Sample(
        title: "A blueprint",
        text: "A prefix may have placeholders, which are read by name. <code>nil</code> is a 404.",
        code: """
          struct Collection: Blueprint {
            let things: [String]

            func configure(_ collection: BlueprintBuilder) {
              collection.get("/", name: "index") { (request: Request) in
                let owner = request.pathValue("owner") ?? "nobody"
                let links = try things.indices.map { number in
                  try request.url(for: ".show", ["owner": owner, "number": number])
                }
                return "Kept by \\(owner):\\n" + links.joined(separator: "\\n")
              }
              collection.get("/{number}", name: "show") { (number: Int) in
                things.indices.contains(number) ? things[number] : nil
              }
            }
          }

          blueprints.mount(Collection(things: ["Dune", "Emma"]), at: "/{owner}/books", name: "books")
          blueprints.mount(Collection(things: ["Alien", "Brazil", "Heat"]), at: "/{owner}/films", name: "films")
          """,
        trials: [
          .init("ann/books/"), .init("ann/books/1"), .init("bo/films/"), .init("bo/films/2"), .init("bo/films/3"),
        ]),
      Sample(
        title: "A group", text: "For a prefix alone no blueprint is needed.",
        code: """
          blueprints.group("/api/v1") { api in
            api.get("/status") { "fine" }
          }
          """,
        trials: [.init("api/v1/status")]),
    ])
}
