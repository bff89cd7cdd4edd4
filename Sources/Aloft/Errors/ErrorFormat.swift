internal import AloftCore
internal import AloftHTTP

/// The form in which a client wants to read an error.
enum ErrorFormat: Sendable {
  case text
  case page
  /// Problem details (RFC 9457).
  case problem

  /// What the client asks for; one that takes anything but talks JSON itself is answered in JSON.
  init(for request: Request) {
    let accepted = request.headers[.accept]?.lowercased() ?? ""
    if let format = Self.preferred(accepted) {
      self = format
    } else {
      self = Self.isJSON(request.headers[.contentType]?.lowercased() ?? "") ? .problem : .text
    }
  }

  /// The first of the formats that `Accept` names with the highest quality; `nil` where it names none of them.
  private static func preferred(_ accepted: String) -> ErrorFormat? {
    var best: (format: ErrorFormat, quality: Double)?
    for item in accepted.prefix(1024).split(separator: ",").prefix(32) {
      let parts = item.split(separator: ";").map { $0.trimmingBlanks }
      guard let type = parts.first, let format = format(of: type) else { continue }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      if quality > best?.quality ?? 0 { best = (format, quality) }
    }
    return best?.format
  }

  private static func format(of type: Substring) -> ErrorFormat? {
    switch type {
    case "text/html", "application/xhtml+xml": .page
    case "text/plain": .text
    default: isJSON(type) ? .problem : nil
    }
  }

  private static func isJSON(_ type: some StringProtocol) -> Bool {
    type.hasPrefix("application/json") || (type.hasPrefix("application/") && type.hasPart("+json"))
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    var text = self
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
