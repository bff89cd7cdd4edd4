import Aloft

/// Trailing slashes, methods and hosts.
struct Addresses: Blueprint {
  func configure(_ addresses: BlueprintBuilder) {
    addresses.get("/", name: "index", page)

    addresses.get("/about") { "This is /about" }
    addresses.get("/posts/") { "This is /posts/" }

    addresses.get("/note") { "The note" }
    addresses.put("/note") { "Written" }
    addresses.delete("/note") { Status.noContent }

    addresses.get("/whose") { "Everybody's" }
    addresses.group(host: "{tenant}.localhost") { tenants in
      tenants.get("/whose") { (request: Request) in "\(request.pathValue("tenant") ?? "")'s" }
    }
  }

  private func page(_ request: Request) -> Page {
    let port = request.host.split(separator: ":").last.flatMap { Int($0) }.map { ":\($0)" } ?? ""
    let address = "http://ann.localhost\(port)/addresses/whose"
    return Page(
      title: "Addresses",
      lead: """
        One address answers several methods, with or without a slash at its end, and by the host that was asked for.
        """,
      samples: [
        Sample(
          title: "Slashes", text: "The other form of an address leads to the one that exists, with its query.",
          code: """
            addresses.get("/about") { "This is /about" }
            addresses.get("/posts/") { "This is /posts/" }
            """,
          trials: [.init("about/?from=there"), .init("posts"), .init("posts/")]),
        Sample(
          title: "Methods", text: "GET answers HEAD as well. <code>Allow</code> tells the methods there are.",
          code: """
            addresses.get("/note") { "The note" }
            addresses.put("/note") { "Written" }
            addresses.delete("/note") { Status.noContent }
            """,
          trials: [
            .init("note"), .init("note", method: .put, body: "text"), .init("note", method: .delete),
            .init("note", method: .post), .init("note", method: .options),
          ]),
        Sample(
          title: "Hosts", text: "A host may have placeholders too. Every .localhost is this machine.",
          code: """
            addresses.get("/whose") { "Everybody's" }
            addresses.group(host: "{tenant}.localhost") { tenants in
              tenants.get("/whose") { (request: Request) in "\\(request.pathValue("tenant") ?? "")'s" }
            }
            """,
          live: """
            <p class="hint"><a href="whose">whose</a></p><iframe src="whose"></iframe>
            <p class="hint"><a href="\(address)">\(address)</a></p><iframe src="\(address)"></iframe>
            """),
      ])
  }
}
