/// What a client accepts of something, with how much it likes each (RFC 9110, section 12.4.2): an `Accept` field, read.
struct Preferences<Value: Sendable & Hashable>: Sendable, Hashable {
  struct Item: Sendable, Hashable {
    let value: Value
    /// From 0, not acceptable, to 1.
    let quality: Double
  }

  /// A field of more items than this is somebody's attack: what lies behind them is not looked at.
  private static var mostItems: Int { 100 }

  /// The items in the order received.
  let items: [Item]

  /// Reads a field's value; an item whose quality is no number from 0 to 1 is left out.
  ///
  /// - Parameter read: What an item names, its quality taken out; `nil` leaves it out.
  init(_ text: String, _ read: (ParameterizedValue) -> Value?) {
    items = FieldText.split(text, at: UInt8(ascii: ","), most: Self.mostItems).compactMap { part in
      guard !part.isEmpty else { return nil }
      var item = ParameterizedValue(parsing: Substring(part))
      guard !item.value.isEmpty, let quality = item["q"].map(Self.quality) ?? 1 else { return nil }
      item["q"] = nil
      return read(item).map { Item(value: $0, quality: quality) }
    }
  }

  /// A number from 0 to 1, with digits before the point.
  private static func quality(_ text: String) -> Double? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) }),
      let quality = Double(text), (0...1).contains(quality)
    else { return nil }
    return quality
  }

  /// Of what is offered, what the client likes best.
  ///
  /// - Parameters:
  ///   - offered: What there is, in the order of the server's own liking.
  ///   - match: How specifically an item of the client takes what is offered; `nil` where it doesn't.
  /// - Returns: What the most specific item that takes it gives the highest quality; of equal ones what was named more
  ///   specifically, and then what was offered first. `nil` where nothing is acceptable.
  func best<Offer>(of offered: [Offer], _ match: (Value, Offer) -> Int?) -> Offer? {
    var best: (offer: Offer, quality: Double, specificity: Int)?
    for offer in offered {
      guard let found = preference(for: offer, match), found.quality > 0 else { continue }
      if (found.quality, found.specificity) > (best?.quality ?? 0, best?.specificity ?? -1) {
        best = (offer, found.quality, found.specificity)
      }
    }
    return best?.offer
  }

  /// The quality that the most specific item gives to what is offered; `nil` where none takes it.
  func preference<Offer>(
    for offer: Offer, _ match: (Value, Offer) -> Int?
  ) -> (quality: Double, specificity: Int)? {
    var found: (quality: Double, specificity: Int)?
    for item in items {
      guard let specificity = match(item.value, offer) else { continue }
      if specificity > found?.specificity ?? -1 { found = (item.quality, specificity) }
    }
    return found
  }
}
