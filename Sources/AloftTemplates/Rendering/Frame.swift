/// The variables of a function that runs; macros that it defines hold on to it.
final class Frame {
  @exclusivity(unchecked) var slots: [TemplateData]
  let outer: Frame?

  init(count: Int32, outer: Frame? = nil) {
    slots = Array(repeating: .missing, count: Int(count))
    self.outer = outer
  }

  /// The frame some functions further out.
  func outer(_ up: Int32) -> Frame {
    var frame = self
    for _ in 0..<up { frame = frame.outer ?? frame }
    return frame
  }
}
