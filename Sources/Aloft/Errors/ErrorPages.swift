internal import AloftCore
internal import AloftHTTP

/// What clients get where no handler takes an error: a page, a problem document or a line of text, as they ask for it.
struct ErrorPages: Sendable {
  /// What those see who develop; `nil` in production.
  let development: DevelopmentPage?

  func response(_ report: ErrorReport, _ request: Request, _ source: ErrorSource) -> Response {
    guard !report.status.forbidsBody else { return Response(status: report.status) }
    switch ErrorFormat(for: request) {
    case .problem: return ProblemDocument(report, request, explains: development != nil).response
    case .page: return development?.response(report, request, source) ?? page(report, request, source)
    case .text:
      let message = report.message ?? (development == nil || report.isIntended ? nil : "\(report.error)")
      let text = message.map { "\(report.status): \($0)\n" } ?? "\(report.status)\n"
      return Response(text: text, status: report.status)
    }
  }

  private func page(_ report: ErrorReport, _ request: Request, _ source: ErrorSource) -> Response {
    let status = report.status
    let detail: HTML = report.message.map { "<p>\($0)</p>" } ?? ""
    let reference: HTML = status.code >= 500 ? "<p><small>Reference: \(request.id)</small></p>" : ""
    let markup: HTML = """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>\(status)</title></head>
      <body><h1>\(status)</h1>\(detail)\(reference)</body>
      </html>

      """
    return Response(status: status, headers: .html, body: .text(markup.markup))
  }
}
