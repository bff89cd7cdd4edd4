/// Where the values of a match stand in the matched bytes: four places without allocation, further ones in an array.
package struct ValueRanges: Sendable {
  private typealias Pair = SIMD2<Int32>
  private static var inlineCount: Int { 4 }

  private var inline = InlineArray<4, Pair>(repeating: .zero)
  private var overflow: [Pair]?

  package init() {}

  /// The range at `index`; one that was never set is empty.
  package subscript(index: Int) -> Range<Int> {
    get {
      let pair: Pair
      if index < Self.inlineCount {
        pair = inline[index]
      } else {
        let rest = index - Self.inlineCount
        pair = overflow.flatMap { rest < $0.count ? $0[rest] : nil } ?? .zero
      }
      return Int(pair.x)..<Int(pair.y)
    }
    set {
      let pair = Pair(Int32(truncatingIfNeeded: newValue.lowerBound), Int32(truncatingIfNeeded: newValue.upperBound))
      if index < Self.inlineCount {
        inline[index] = pair
      } else {
        let rest = index - Self.inlineCount
        var pairs = overflow ?? []
        overflow = nil
        while pairs.count <= rest { pairs.append(.zero) }
        pairs[rest] = pair
        overflow = pairs
      }
    }
  }
}
