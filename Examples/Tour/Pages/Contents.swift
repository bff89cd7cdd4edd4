/// What the tour shows, in the order in which one reads it.
enum Contents {
  struct Chapter {
    let title: String
    /// The name of the chapter's first route.
    let route: String
    let summary: String
  }

  struct Part {
    let title: String
    let chapters: [Chapter]
  }

  static let parts = [
    Part(
      title: "Routes",
      chapters: [
        Chapter(title: "Placeholders", route: "placeholders.index", summary: "Parts of a path as typed values"),
        Chapter(title: "Queries", route: "queries.index", summary: "What follows the ?, decoded and checked"),
        Chapter(title: "Names", route: "names.index", summary: "URLs built from names, never by hand"),
        Chapter(title: "Blueprints", route: "blueprints.index", summary: "Routes that belong together"),
        Chapter(title: "Addresses", route: "addresses.index", summary: "Trailing slashes, methods and hosts"),
      ]),
    Part(
      title: "Answers",
      chapters: [
        Chapter(title: "Text and HTML", route: "answers.index", summary: "Pages that escape what is put into them"),
        Chapter(title: "Status and headers", route: "replies.index", summary: "Replies, redirects, your own results"),
        Chapter(title: "Files", route: "files.index", summary: "From a folder, and never from outside it"),
        Chapter(title: "Errors", route: "errors.index", summary: "404, 405, 500, and your own"),
      ]),
    Part(
      title: "Streams",
      chapters: [
        Chapter(title: "Streams and events", route: "streams.index", summary: "Written while they are sent"),
        Chapter(title: "Uploads", route: "uploads.index", summary: "Read while they arrive"),
        Chapter(title: "Upgrades", route: "upgrades.index", summary: "Another protocol on the same connection"),
      ]),
    Part(
      title: "State and work",
      chapters: [
        Chapter(title: "A guestbook", route: "guestbook.index", summary: "Shared state that the compiler checks"),
        Chapter(title: "Preparations", route: "preparations.index", summary: "Parameters lent and given back"),
        Chapter(title: "Slow work", route: "slowWork.index", summary: "Blocking without blocking anybody"),
      ]),
  ]

  static let chapters = parts.flatMap(\.chapters)
}
