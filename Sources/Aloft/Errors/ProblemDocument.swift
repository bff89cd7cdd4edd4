internal import AloftHTTP
internal import AloftJSON

/// An error as programs read it: problem details (RFC 9457).
struct ProblemDocument {
  private let report: ErrorReport
  private let id: String

  init(_ report: ErrorReport, _ request: Request) {
    self.report = report
    id = request.id
  }

  /// The document. Of an error that nobody meant it says no more than the status, and the id to look for in the log.
  var response: Response {
    var json = JSONWriter()
    json.object { json in
      json.key("type")
      json.string("about:blank")
      json.key("title")
      json.string(report.status.phrase)
      json.key("status")
      json.integer(report.status.code)
      if let message = report.message {
        json.key("detail")
        json.string(message)
      }
      json.key("request")
      json.string(id)
    }
    // What is written above is complete.
    let bytes = (try? json.finish()) ?? []
    return Response(bytes: bytes, type: "application/problem+json", status: report.status)
  }
}
