import Aloft

/// Another protocol on the same connection.
struct Upgrades: Blueprint {
  func configure(_ upgrades: BlueprintBuilder) {
    upgrades.get("/", name: "index", page)

    upgrades.get("/echo", name: "echo") {
      Response.upgrade(to: "echo") { connection in
        try await connection.write("You are through. Say something.\n")
        for try await bytes in connection { try await connection.write(bytes) }
      }
    }
  }

  private func page(_ request: Request) throws -> Page {
    let host = request.host.split(separator: ":").joined(separator: " ")
    let head = "GET \(try request.url(for: ".echo")) HTTP/1.1\\r\\nHost: \(request.host)\\r\\n"
    let command = "(printf '\(head)Connection: upgrade\\r\\nUpgrade: echo\\r\\n\\r\\n'; cat) | nc \(host)"
    return Page(
      title: "Upgrades",
      lead: "A client that asks for it, and a route that allows it, leave HTTP and speak what they like.",
      samples: [
        Sample(
          title: "An echo",
          text: "Bytes come in as a sequence and go out by <code>write</code>. WebSockets begin like this.",
          code: """
            upgrades.get("/echo", name: "echo") {
              Response.upgrade(to: "echo") { connection in
                try await connection.write("You are through. Say something.\\n")
                for try await bytes in connection { try await connection.write(bytes) }
              }
            }
            """,
          live: """
            <p class="hint">A browser can't ask for this one, a terminal can. Type lines; Ctrl-D ends it.</p>
            <pre class="body">\(command)</pre>
            """),
        Sample(
          title: "Without the offer", text: "Whoever asks plainly is told what is spoken here.",
          code: """
            // the same route
            """,
          trials: [.init("echo")]),
      ])
  }
}
