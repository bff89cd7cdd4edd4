import Aloft

/// A few lines of Swift beside what they answer.
struct Sample {
  let title: String
  let text: HTML
  /// The lines as they stand in this tour's source; a test compares them.
  let code: String
  var trials: [Trial] = []
  /// Markup that shows the result where a fetched one can't.
  var live: HTML?

  /// What a visitor can try: a request, relative to the page.
  struct Trial {
    let label: String
    let address: String
    var method = Method.get
    /// A request that the page does not send until it is asked to.
    var body: String?

    init(_ address: String, label: String? = nil, method: Method = .get, body: String? = nil) {
      self.label = label ?? address
      self.address = address
      self.method = method
      self.body = body
    }
  }

  var markup: HTML {
    """
    <section class="sample\(isWide ? " wide" : "")">
      <div class="words"><h2>\(title)</h2><p>\(text)</p></div>
      <div class="pair">
        <pre class="code">\(SwiftMarkup.of(code))</pre>
        <div class="live">\(live ?? trialMarkup)</div>
      </div>
    </section>
    """
  }

  /// Long lines get the whole width, and the result stands below them.
  private var isWide: Bool { code.split(separator: "\n").contains { $0.count > 76 } }

  private var trialMarkup: HTML {
    """
    <div class="trials">\(trials.map(\.markup))</div>
    <div class="answer"><p class="hint">Choose an address above.</p></div>
    """
  }
}

extension Sample.Trial {
  var markup: HTML {
    if method == .get { return "<a href=\"\(address)\" data-trial>\(label)</a>" }
    return """
      <button data-trial data-address="\(address)" data-method="\(method)" data-body="\(body ?? "")">
        <b>\(method)</b> \(label)</button>
      """
  }
}
