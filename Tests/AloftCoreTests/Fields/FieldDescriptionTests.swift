import AloftCore
import Testing

/// What described types say of themselves, and messages.
@Suite struct FieldDescriptionTests {
  private enum Size: String, Decodable, CaseIterable { case small, large }

  private struct Order: Described {
    let item: String
    let size: Size
    let count: Int
    let notes: [String]?
    static let fields = Fields(
      Order.init, Field("item", .length(1...80), label: "Item", help: "What you want."), Field("size"),
      Field("count", .range(1...99), default: 1), Field("notes"))
  }

  @Test func aFieldSaysItsKindItsLimitsAndWhatItIsWhenMissing() {
    let fields = Order.fields.descriptions
    #expect(fields.map(\.name) == ["item", "size", "count", "notes"])
    #expect(fields.map(\.kind) == [.text, .choice(["small", "large"]), .integer, .list(.text)])
    #expect(fields.map(\.isRequired) == [true, true, false, false])
    #expect(fields.map(\.defaultText) == [nil, nil, "1", nil])
    #expect(fields[0].label == "Item")
    #expect(fields[0].help == "What you want.")
    #expect(fields[0].validators == [ValidatorDescription("length", ["minimum": "1", "maximum": "80"])])
  }

  @Test func aMessageIsFilledOnce() {
    let message = Message("from {a} to {b}", ["a": "{b}", "b": "9"])
    #expect("\(message)" == "from {b} to 9")
  }

  @Test func aMessageIsTranslatedByItsKey() {
    let message = Message("must be at least {minimum}", ["minimum": "3"])
    #expect(
      message.text { $0 == "must be at least {minimum}" ? "muss mindestens {minimum} sein" : nil }
        == "muss mindestens 3 sein")
    #expect(message.text { _ in nil } == "must be at least 3")
  }

  @Test func aGapThatNothingFillsStays() {
    #expect("\(Message("{a} and {b", ["b": "x"]))" == "{a} and {b")
  }
}
