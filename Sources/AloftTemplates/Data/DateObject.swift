internal import AloftCore

/// A moment, as templates see it: in UTC.
final class DateObject: TemplateObject {
  let secondsSince1970: Double

  init(secondsSince1970: Double) {
    // From the year 1 to beyond 9000.
    self.secondsSince1970 = secondsSince1970.isNaN ? 0 : min(max(secondsSince1970, -6.2e10), 2.5e11)
  }

  private struct Parts {
    var year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0
    /// Days since Sunday, and since the first of January.
    var weekday = 0, dayOfYear = 0
  }

  private var parts: Parts {
    var parts = Parts()
    let whole = secondsSince1970.rounded(.down)
    parts.microsecond = min(999_999, Int(((secondsSince1970 - whole) * 1_000_000).rounded()))
    let seconds = Int(whole)
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let rest = seconds - days * 86_400
    parts.hour = rest / 3600
    parts.minute = rest / 60 % 60
    parts.second = rest % 60
    parts.weekday = ((days + 4) % 7 + 7) % 7
    (parts.year, parts.month, parts.day) = Calendar.date(ofDay: days)
    parts.dayOfYear = days - Calendar.day(year: parts.year, month: 1, day: 1)
    return parts
  }

  override var typeName: String { "datetime" }
  override var key: DataKey? { .double(secondsSince1970) }
  override func isEqual(to other: TemplateObject) -> Bool {
    (other as? DateObject)?.secondsSince1970 == secondsSince1970
  }
  override func isLess(than other: TemplateData) -> Bool? {
    guard case .object(let object) = other, let date = object as? DateObject else { return nil }
    return secondsSince1970 < date.secondsSince1970
  }
  override func text() -> String { "\(iso(separator: " "))+00:00" }
  override func plain() -> TemplateData? { .text("\(iso(separator: "T"))Z") }
  override var memberNames: [String] {
    [
      "year", "month", "day", "hour", "minute", "second", "microsecond", "strftime", "isoformat", "weekday",
      "timestamp",
    ]
  }

  private func padded(_ number: Int, _ width: Int) -> String { NumberText.padded(number, width) }

  private func iso(separator: String) -> String {
    let parts = parts
    let date = "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    let time = "\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2))"
    return date + separator + time + (parts.microsecond > 0 ? ".\(padded(parts.microsecond, 6))" : "")
  }

  override func member(_ name: String, _ machine: inout Machine) throws -> TemplateData? {
    let parts = parts
    switch name {
    case "year": return .int(parts.year)
    case "month": return .int(parts.month)
    case "day": return .int(parts.day)
    case "hour": return .int(parts.hour)
    case "minute": return .int(parts.minute)
    case "second": return .int(parts.second)
    case "microsecond": return .int(parts.microsecond)
    case "strftime":
      return .object(
        FunctionObject(name, of: self) { [unowned self] arguments, _ in
          let values = try arguments.bound(to: ["format"], required: 1, "strftime")
          guard let format = values[0].string else { throw RenderFailure(.type, "the format has to be a text") }
          return .text(formatted(format))
        })
    case "isoformat":
      return .object(
        FunctionObject(name, of: self) { [unowned self] arguments, _ in
          let values = try arguments.bound(to: ["sep"], required: 0, "isoformat")
          return .text("\(iso(separator: values[0].string ?? "T"))+00:00")
        })
    case "weekday": return .object(FunctionObject(name) { _, _ in .int((parts.weekday + 6) % 7) })
    case "isoweekday": return .object(FunctionObject(name) { _, _ in .int(parts.weekday == 0 ? 7 : parts.weekday) })
    case "timestamp":
      return .object(FunctionObject(name, of: self) { [unowned self] _, _ in .double(secondsSince1970) })
    default: return nil
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  /// The moment as a format of `strftime` has it.
  func formatted(_ format: String) -> String {
    let parts = parts
    var result = ""
    var scalars = format.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "%", var kind = scalars.next() else {
        result.unicodeScalars.append(scalar)
        continue
      }
      // `%-d` is a day without a zero in front.
      let isPlain = kind == "-"
      if isPlain, let next = scalars.next() { kind = next }
      func number(_ value: Int, _ width: Int = 2) -> String { isPlain ? String(value) : padded(value, width) }
      let hour12 = parts.hour % 12 == 0 ? 12 : parts.hour % 12
      switch kind {
      case "Y": result += String(parts.year)
      case "y": result += number(((parts.year % 100) + 100) % 100)
      case "m": result += number(parts.month)
      case "d": result += number(parts.day)
      case "e": result += isPlain || parts.day > 9 ? String(parts.day) : " \(parts.day)"
      case "H": result += number(parts.hour)
      case "I": result += number(hour12)
      case "M": result += number(parts.minute)
      case "S": result += number(parts.second)
      case "f": result += padded(parts.microsecond, 6)
      case "p": result += parts.hour < 12 ? "AM" : "PM"
      case "j": result += number(parts.dayOfYear + 1, 3)
      case "B": result += Self.months[parts.month - 1]
      case "b", "h": result += String(Self.months[parts.month - 1].prefix(3))
      case "A": result += Self.weekdays[parts.weekday]
      case "a": result += String(Self.weekdays[parts.weekday].prefix(3))
      case "w": result += String(parts.weekday)
      case "u": result += String(parts.weekday == 0 ? 7 : parts.weekday)
      case "U": result += number((parts.dayOfYear + 7 - parts.weekday) / 7)
      case "W": result += number((parts.dayOfYear + 7 - (parts.weekday + 6) % 7) / 7)
      case "s": result += String(Int(secondsSince1970.rounded(.down)))
      case "z": result += "+0000"
      case "Z": result += "UTC"
      case "F": result += formatted("%Y-%m-%d")
      case "T", "X": result += formatted("%H:%M:%S")
      case "R": result += formatted("%H:%M")
      case "D", "x": result += formatted("%m/%d/%y")
      case "c": result += formatted("%a %b %e %H:%M:%S %Y")
      case "n": result += "\n"
      case "t": result += "\t"
      case "%": result += "%"
      default: result += "%\(kind)"
      }
    }
    return result
  }
}
