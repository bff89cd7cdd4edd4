/// The variables of a function that runs; macros that it defines hold on to it.
// Unsafe memory with one owner: the compiler gives each variable a slot below `count`, and a machine reads a frame's
// slots only while it holds the frame. An array would be counted up and down for each variable that is read.
final class Frame {
  let slots: UnsafeMutablePointer<TemplateData>
  let outer: Frame?
  let count: Int
  /// Whether something sees it that it may come to hold.
  @exclusivity(unchecked) var isCaptured = false

  init(count: Int32, outer: Frame? = nil) {
    self.count = Int(count)
    slots = .allocate(capacity: Int(count))
    slots.initialize(repeating: .missing, count: Int(count))
    self.outer = outer
  }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
  }

  func clear() { for slot in 0..<count { slots[slot] = .missing } }

  /// The frame some functions further out.
  func outer(_ up: Int32) -> Frame {
    var frame = self
    for _ in 0..<up { frame = frame.outer ?? frame }
    return frame
  }
}
