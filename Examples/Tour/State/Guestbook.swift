import Aloft
import Synchronization

/// What visitors wrote. An actor: its state is touched by one task at a time.
actor Entries {
  struct Entry {
    let name: String
    let text: String
  }

  private var entries: [Entry] = []

  var latest: [Entry] { entries.suffix(20).reversed() }

  func add(_ entry: Entry) {
    entries.append(entry)
    if entries.count > 1000 { entries.removeFirst(500) }
  }
}

/// A number that many requests raise at once. A class with a lock: no `await` is needed.
final class VisitCounter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

/// Shared state, a form, and a redirect after it was sent.
struct Guestbook: Blueprint {
  let entries = Entries()
  let visits = VisitCounter()

  func configure(_ guestbook: BlueprintBuilder) {
    guestbook.get("/", name: "index") { await page(entries.latest, visit: visits.next()) }

    guestbook.post("/", bodyLimit: 10_000) { (request: Request) in
      let form = QueryItems(try await request.body.text())
      guard let name = form["name"], let text = form["text"], !text.isEmpty else {
        throw HTTPError(.unprocessableContent, "text: is missing")
      }
      await entries.add(Entries.Entry(name: name.isEmpty ? "Somebody" : name, text: text))
      return Redirect(to: try request.url(for: ".index"))
    }
  }
}

extension Guestbook {
  private func page(_ entries: [Entries.Entry], visit: Int) -> Page {
    Page(
      title: "A guestbook",
      lead: """
        Handlers run at the same time on several threads. Swift 6 does not compile a variable that two of them could
        change at once; an actor or a lock is what it accepts.
        """,
      samples: [
        Sample(
          title: "The state", text: "You are visit number \(visit) since the start.",
          code: """
            actor Entries {
              struct Entry {
                let name: String
                let text: String
              }

              private var entries: [Entry] = []

              var latest: [Entry] { entries.suffix(20).reversed() }

              func add(_ entry: Entry) {
                entries.append(entry)
                if entries.count > 1000 { entries.removeFirst(500) }
              }
            }

            final class VisitCounter: Sendable {
              private let count = Mutex(0)

              func next() -> Int {
                count.withLock { count in
                  count += 1
                  return count
                }
              }
            }
            """,
          live: """
            <p class="hint">\(entries.count == 1 ? "1 entry" : "\(entries.count) entries")</p>
            \(entries.isEmpty ? [HTML("<p>Nobody has written yet.</p>")] : entries.map(markup))
            """),
        Sample(
          title: "The form",
          text: "After a POST the browser is sent back with 303, so that reloading does not post again.",
          code: """
            guestbook.get("/", name: "index") { await page(entries.latest, visit: visits.next()) }

            guestbook.post("/", bodyLimit: 10_000) { (request: Request) in
              let form = QueryItems(try await request.body.text())
              guard let name = form["name"], let text = form["text"], !text.isEmpty else {
                throw HTTPError(.unprocessableContent, "text: is missing")
              }
              await entries.add(Entries.Entry(name: name.isEmpty ? "Somebody" : name, text: text))
              return Redirect(to: try request.url(for: ".index"))
            }
            """,
          live: """
            <form class="fields-of-form" method="post">
              <input name="name" placeholder="Your name">
              <textarea name="text" rows="3" aria-label="Text">&lt;b&gt;Hello!&lt;/b&gt;</textarea>
              <button>Write</button>
            </form>
            """),
      ])
  }

  private func markup(_ entry: Entries.Entry) -> HTML {
    "<div class=\"entry\"><b>\(entry.name)</b><p>\(entry.text)</p></div>"
  }
}
