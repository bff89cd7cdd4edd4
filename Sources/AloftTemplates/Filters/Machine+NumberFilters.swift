#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Machine {
  func rounded(_ values: [TemplateData]) throws -> TemplateData {
    let precision = try whole(values[1], standard: 0, "precision")
    let method = try textArgument(values[2], standard: "common", "method")
    guard ["common", "ceil", "floor"].contains(method) else {
      throw RenderFailure(.assertion, "the method of round is 'common', 'ceil' or 'floor', not '\(method)'")
    }
    if case .undefined(let undefined) = values[0] { throw undefined.failure }
    guard let number = values[0].number else {
      throw RenderFailure(.type, "type \(values[0].typeName) doesn't define __round__ method")
    }
    if method == "common" {
      if case .double = values[0] {} else { return .int(Self.rounded(values[0].integer ?? 0, precision)) }
      guard precision > -309 else { return .double(0) }
      guard precision < 30 else { return .double(number) }
      if precision >= 0 { return .double(Double(NumberText.fixed(number, precision)) ?? number) }
      let factor = pow(10.0, Double(-precision))
      return .double((number / factor).rounded(.toNearestOrEven) * factor)
    }
    let factor = pow(10.0, Double(precision))
    let scaled = number * factor
    // Adding zero takes a zero's sign away.
    return .double(((method == "ceil" ? scaled.rounded(.up) : scaled.rounded(.down)) + 0) / factor)
  }

  private static func rounded(_ number: Int, _ precision: Int) -> Int {
    guard precision < 0 else { return number }
    guard precision > -19 else { return 0 }
    var factor = 1
    for _ in 0..<(-precision) { factor *= 10 }
    let rest = ((number % factor) + factor) % factor
    let (below, isBelowAll) = number.subtractingReportingOverflow(rest)
    guard !isBelowAll else { return number }
    let (above, overflow) = below.addingReportingOverflow(factor)
    if overflow || rest * 2 < factor { return below }
    if rest > factor - rest { return above }
    return (below / factor) % 2 == 0 ? below : above
  }

  func fileSize(_ value: TemplateData, isBinary: Bool) throws -> String {
    if case .undefined(let undefined) = value { throw undefined.failure }
    let bytes: Double
    if let number = value.number {
      bytes = number
    } else if let text = value.string {
      guard let number = PythonNumber.double(text) else {
        throw RenderFailure(.value, "could not convert string to float: \(TemplateText.quoted(text))")
      }
      bytes = number
    } else {
      throw RenderFailure(.type, "float() argument must be a string or a real number, not '\(value.typeName)'")
    }
    let base = isBinary ? 1024.0 : 1000.0
    let units =
      isBinary
      ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"] : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]
    if bytes == 1 { return "1 Byte" }
    if bytes < base {
      guard bytes > -9e18 else { return "\(NumberText.fixed(bytes, 0)) Bytes" }
      return "\(Int(bytes)) Bytes"
    }
    var unit = base
    for (index, name) in units.enumerated() {
      unit *= base
      if bytes < unit || index == units.count - 1 { return "\(NumberText.fixed(base * bytes / unit, 1)) \(name)" }
    }
    return ""
  }

  func float(_ value: TemplateData, standard: TemplateData) throws -> TemplateData {
    if let number = value.number { return .double(number) }
    if let text = value.string, let number = PythonNumber.double(text) { return .double(number) }
    if case .undefined(let undefined) = value { throw undefined.failure }
    return standard.isMissing ? .double(0) : standard
  }

  /// A number without what stands behind its point; `nil` for one that is none.
  private func whole(of number: Double) throws -> TemplateData? {
    guard number.isFinite else { return nil }
    guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw tooLarge }
    return .int(whole)
  }

  func int(_ value: TemplateData, standard: TemplateData, base: TemplateData) throws -> TemplateData {
    let standard = standard.isMissing ? TemplateData.int(0) : standard
    switch value {
    case .undefined(let undefined): throw undefined.failure
    case .double(let number):
      return try whole(of: number) ?? standard
    case .text(let text), .markup(let text):
      if let number = try PythonNumber.int(text, base: try whole(base, standard: 10, "base")) { return .int(number) }
      return try PythonNumber.double(text).flatMap { try whole(of: $0) } ?? standard
    default: return value.integer.map { .int($0) } ?? standard
    }
  }
}
