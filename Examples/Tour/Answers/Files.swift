import Aloft

/// Files from a folder.
struct Files: Blueprint {
  let folder: String

  func configure(_ files: BlueprintBuilder) {
    files.get("/", name: "index") { Self.page }

    files.get("/shared/{name:path}") { (name: String) in
      try await Response.file(name, in: folder)
    }

    files.get("/download") {
      try await Response.file("notes.txt", in: folder, downloadName: "Notes of the tour ½.txt")
    }
  }
}

extension Files {
  private static let page = Page(
    title: "Files",
    lead: "Read by threads that may wait, and sent at the pace of the client: a large file needs little memory.",
    samples: [
      Sample(
        title: "A folder",
        text: "The name comes from the request, so a way out of the folder is not found, be it by dots or by a link.",
        code: """
          files.get("/shared/{name:path}") { (name: String) in
            try await Response.file(name, in: folder)
          }
          """,
        trials: [
          .init("shared/notes.txt"), .init("shared/sun.svg"), .init("shared/squares.csv"),
          .init("shared/..%2F..%2Fetc%2Fpasswd", label: "shared/../../etc/passwd"),
        ]),
      Sample(
        title: "A download", text: "With the name under which a browser saves it.",
        code: """
          files.get("/download") {
            try await Response.file("notes.txt", in: folder, downloadName: "Notes of the tour ½.txt")
          }
          """,
        trials: [.init("download")],
        live: """
          <p><a class="button" href="download">Download the notes</a></p>
          <div class="trials"><a href="download" data-trial>download, its fields</a></div>
          <div class="answer"></div>
          """),
    ])
}
