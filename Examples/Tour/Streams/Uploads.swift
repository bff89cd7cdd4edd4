import Aloft

/// Request bodies, read while they arrive.
struct Uploads: Blueprint {
  func configure(_ uploads: BlueprintBuilder) {
    uploads.get("/", name: "index") { Self.page }

    uploads.post("/count", bodyLimit: 1 << 30) { (request: Request) in
      var pieces = 0
      var bytes = 0
      for try await piece in request.body {
        pieces += 1
        bytes += piece.count
      }
      return "\(bytes) bytes in \(pieces) pieces"
    }

    uploads.post("/shout") { (request: Request) in
      try await request.body.text(upTo: 1000).uppercased()
    }
  }
}

extension Uploads {
  private static let page = Page(
    title: "Uploads",
    lead: "A body is pulled. Who does not read does not receive, so a sender is never faster than its reader.",
    samples: [
      Sample(
        title: "Piece by piece", text: "A gigabyte may come, and a few kilobytes of it are in memory at a time.",
        code: """
          uploads.post("/count", bodyLimit: 1 << 30) { (request: Request) in
            var pieces = 0
            var bytes = 0
            for try await piece in request.body {
              pieces += 1
              bytes += piece.count
            }
            return "\\(bytes) bytes in \\(pieces) pieces"
          }
          """,
        live: """
          <form class="fields-of-form" id="upload"><input type="file" aria-label="A file"><button>Send the file</button>
          </form><pre class="body" id="counted"> </pre>
          <p class="hint">Or <code>curl --data-binary @large.zip <span id="here">count</span></code></p>
          <script>
            document.getElementById('here').textContent = new URL('count', location.href).href;
            document.getElementById('upload').onsubmit = async event => {
              event.preventDefault();
              const file = event.target.querySelector('input').files[0] ?? new Blob([new Uint8Array(5_000_000)]);
              const response = await fetch('count', { method: 'POST', body: file });
              document.getElementById('counted').textContent = await response.text();
            };
          </script>
          """),
      Sample(
        title: "All of it", text: "Small bodies can be waited for.",
        code: """
          uploads.post("/shout") { (request: Request) in
            try await request.body.text(upTo: 1000).uppercased()
          }
          """,
        trials: [.init("shout", method: .post, body: "hello, is there anybody?")]),
    ])
}
