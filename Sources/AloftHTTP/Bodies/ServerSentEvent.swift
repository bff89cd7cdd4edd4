/// One event of a stream that a browser's `EventSource` reads (HTML Standard, section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
  /// The message; line breaks in it arrive as line feeds.
  public var data: String
  /// The kind of event, `message` for the browser if left out.
  public var event: String?
  /// What a browser that reconnects sends as `Last-Event-ID`.
  public var id: String?
  /// How long a browser waits before it reconnects, in milliseconds.
  public var retry: Int?

  /// Creates an event; see the properties.
  public init(_ data: String, event: String? = nil, id: String? = nil, retry: Int? = nil) {
    self.data = data
    self.event = event
    self.id = id
    self.retry = retry
  }

  /// The event as it goes over the wire, its empty line included.
  public var encoded: String {
    var lines = ""
    if let event { lines += "event: \(Self.singleLine(event))\n" }
    if let id { lines += "id: \(Self.singleLine(id))\n" }
    if let retry { lines += "retry: \(retry)\n" }
    for line in Self.lines(of: data) { lines += "data: \(line)\n" }
    return lines + "\n"
  }

  /// A line break in a field would begin another field, and NUL makes a browser drop an id.
  private static func singleLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && $0 != "\0" }))
  }

  private static func lines(of text: String) -> [String] {
    var lines = [String.UnicodeScalarView()]
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\r" {
        if !(scalar == "\n" && previous == "\r") { lines.append(String.UnicodeScalarView()) }
      } else {
        lines[lines.count - 1].append(scalar)
      }
      previous = scalar
    }
    return lines.map { String($0) }
  }
}
