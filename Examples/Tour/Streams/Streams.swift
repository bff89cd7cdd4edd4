import Aloft

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Responses that are written while they are sent.
struct Streams: Blueprint {
  func configure(_ streams: BlueprintBuilder) {
    streams.get("/", name: "index") { Self.page }

    streams.get("/count") {
      Response.stream { writer in
        for number in 1...20 {
          try await writer.write("\(number)\n")
          try await Task.sleep(for: .milliseconds(150))
        }
      }
    }

    streams.get("/clock") {
      Response.events { events in
        while true {
          try await events.send("\(Date().formatted(.iso8601))")
          try await Task.sleep(for: .seconds(1))
        }
      }
    }
  }
}

extension Streams {
  private static let page = Page(
    title: "Streams and events",
    lead: """
      A body need not exist before it is sent. Each write waits until the client can take it, and throws when
      the client has gone: the loop ends by itself.
      """,
    samples: [
      Sample(
        title: "Text, bit by bit", text: "Three seconds of it.",
        code: """
          streams.get("/count") {
            Response.stream { writer in
              for number in 1...20 {
                try await writer.write("\\(number)\\n")
                try await Task.sleep(for: .milliseconds(150))
              }
            }
          }
          """,
        trials: [.init("count")]),
      Sample(
        title: "Server-sent events", text: "What a browser's <code>EventSource</code> reads. It reconnects by itself.",
        code: """
          streams.get("/clock") {
            Response.events { events in
              while true {
                try await events.send("\\(Date().formatted(.iso8601))")
                try await Task.sleep(for: .seconds(1))
              }
            }
          }
          """,
        live: """
          <p class="hint">The server's clock:</p><p class="clock" id="clock">…</p>
          <p class="hint" id="ticks"></p>
          <script>
            let ticks = 0;
            new EventSource('clock').onmessage = event => {
              document.getElementById('clock').textContent = event.data.slice(11, 19);
              document.getElementById('ticks').textContent = 'Events so far: ' + ++ticks;
            };
          </script>
          """),
    ])
}
