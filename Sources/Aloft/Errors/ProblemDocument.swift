internal import AloftCore
internal import AloftHTTP
internal import AloftJSON

/// An error as programs read it: problem details (RFC 9457).
struct ProblemDocument {
  private let report: ErrorReport
  private let id: String
  private let detail: String?

  /// Makes the document.
  ///
  /// - Parameter explains: Whether it says more of an error that nobody meant than the status and the id to look for in
  ///   the log.
  init(_ report: ErrorReport, _ request: Request, explains: Bool) {
    self.report = report
    id = request.id
    detail = report.message ?? (explains && !report.isIntended ? "\(report.error)" : nil)
  }

  private static func write(_ errors: [ValidationError], to json: inout JSONWriter) {
    json.key("errors")
    json.array { json in
      for error in errors {
        json.object { json in
          json.key("path")
          json.string("\(error.path)")
          json.key("message")
          json.string("\(error.message)")
          json.key("code")
          json.string(error.code)
        }
      }
    }
  }

  /// The document as it is sent.
  var response: Response {
    var json = JSONWriter()
    json.object { json in
      json.key("type")
      json.string("about:blank")
      json.key("title")
      json.string(report.status.phrase)
      json.key("status")
      json.integer(report.status.code)
      if let detail {
        json.key("detail")
        json.string(detail)
      }
      if let errors = (report.error as? ValidationErrors)?.errors { Self.write(errors, to: &json) }
      json.key("request")
      json.string(id)
    }
    // What is written above is complete.
    let bytes = (try? json.finish()) ?? []
    return Response(bytes: bytes, type: "application/problem+json", status: report.status)
  }
}
