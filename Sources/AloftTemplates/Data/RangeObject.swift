/// Whole numbers at the same distance.
package final class RangeObject: TemplateObject {
  let start: Int
  let stop: Int
  let step: Int
  let length: Int

  init(_ start: Int, _ stop: Int, _ step: Int, length: Int) {
    self.start = start
    self.stop = stop
    self.step = step
    self.length = length
  }

  /// - Returns: `nil` for a range whose numbers can't all be written.
  package static func of(_ start: Int, _ stop: Int, _ step: Int) -> RangeObject? {
    guard step != 0, step != .min else { return nil }
    let (distance, overflow) =
      step > 0 ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    guard !overflow else { return nil }
    return RangeObject(start, stop, step, length: distance <= 0 ? 0 : (distance - 1) / abs(step) + 1)
  }

  override var typeName: String { "range" }
  override func text() -> String { step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))" }
  override var isTrue: Bool { length > 0 }
  override var count: Int? { length }
  override var isSequence: Bool { true }
  override func elements() -> Elements? { Elements(self) }
  override var key: DataKey? {
    // Those with the same numbers are equal, however they were written.
    .range(start: length > 0 ? start : 0, length: length, step: length > 1 ? step : 0)
  }
  override func isEqual(to other: TemplateObject) -> Bool { other is RangeObject && other.key == key }
  override func item(_ key: TemplateData, _ machine: inout Machine) throws -> TemplateData? {
    guard let index = key.integer else { return nil }
    let place = index < 0 ? index + length : index
    return place >= 0 && place < length ? .int(element(place)) : nil
  }

  override var memberNames: [String] { ["start", "stop", "step"] }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    switch name {
    case "start": .int(start)
    case "stop": .int(stop)
    case "step": .int(step)
    default: nil
    }
  }

  /// - Returns: `nil` for a range whose numbers can't all be written.
  func slice(_ first: Int, _ last: Int, _ each: Int) -> RangeObject? {
    func place(_ index: Int) -> Int? {
      let (distance, overflow) = index.multipliedReportingOverflow(by: step)
      let (place, isBeyond) = start.addingReportingOverflow(distance)
      return overflow || isBeyond ? nil : place
    }
    let (distance, overflow) = step.multipliedReportingOverflow(by: each)
    guard !overflow, let from = place(first), let to = place(last) else { return nil }
    return RangeObject.of(from, to, distance)
  }

  func element(_ index: Int) -> Int { start + index * step }
}
