/// Text that means nothing.
enum Lipsum {
  private static let words = TemplateText.words(
    """
    a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit commodo
    condimentum congue consectetuer consequat conubia convallis cras cubilia cum curabitur curae cursus dapibus diam
    dictum dictumst dignissim dis dolor donec dui duis egestas eget eleifend elementum elit enim erat eros est et etiam eu
    euismod facilisi facilisis fames faucibus felis fermentum feugiat fringilla fusce gravida habitant hac hendrerit
    iaculis id imperdiet in inceptos integer interdum ipsum justo lacinia lacus laoreet lectus leo libero ligula lobortis
    lorem luctus maecenas magna magnis malesuada massa mattis mauris metus mi molestie mollis montes morbi mus nam nec
    neque nibh nisi nisl non nostra nulla nullam nunc odio orci ornare parturient pede pellentesque penatibus per pharetra
    phasellus placerat porta porttitor posuere potenti praesent pretium primis proin pulvinar purus quam quis quisque
    rhoncus ridiculus risus rutrum sagittis sapien scelerisque sed sem semper senectus sit sociis sodales sollicitudin
    suscipit suspendisse taciti tellus tempor tempus tincidunt torquent tortor tristique turpis ullamcorper ultrices
    ultricies urna ut varius vehicula vel velit venenatis vestibulum vitae vivamus viverra volutpat vulputate
    """)

  private static let mostWords = 100_000

  static func write(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    let values = try arguments.bound(to: ["n", "html", "min", "max"], required: 0, "lipsum")
    let count = try machine.whole(values[0], standard: 5, "n")
    let isMarkup = values[1].isMissing ? true : try values[1].isTrue
    let least = max(1, try machine.whole(values[2], standard: 20, "min"))
    let most = max(least + 1, try machine.whole(values[3], standard: 100, "max"))
    let words = max(0, count).multipliedReportingOverflow(by: most)
    guard !words.overflow, words.partialValue <= mostWords else {
      throw RenderFailure(.limit, "so much text is too much, the limit is \(mostWords) words")
    }
    try machine.charge(steps: words.partialValue)
    let paragraphs = (0..<max(0, count)).map { _ in paragraph(Int.random(in: least..<most)) }
    guard isMarkup else { return .text(paragraphs.joined(separator: "\n\n")) }
    return .markup(paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n"))
  }

  private static func paragraph(_ count: Int) -> String {
    var text: [String] = []
    var beginsSentence = true
    for place in 0..<count {
      let word = words[Int.random(in: 0..<words.count)]
      var shown = beginsSentence ? TemplateText.capitalized(word) : word
      beginsSentence = place == count - 1 || Int.random(in: 0..<12) == 0
      if beginsSentence { shown += "." } else if Int.random(in: 0..<8) == 0 { shown += "," }
      text.append(shown)
    }
    return text.joined(separator: " ")
  }
}
