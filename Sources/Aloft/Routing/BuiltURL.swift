import AloftHTTP

/// The path of a route filled with values, and its host if it is bound to one.
struct BuiltURL {
  let host: String?
  let path: String

  /// Fills a route's patterns.
  ///
  /// - Parameters:
  ///   - route: The route.
  ///   - name: The name it is asked for by, for errors.
  ///   - value: The value of a placeholder; `nil` if there is none.
  init(
    _ route: FrozenRoute, name: String, value: (String) -> URLValue?
  ) throws(URLBuildError) {
    let missing = (route.hostParameters + route.parameters).map(\.name).filter { value($0) == nil }
    guard missing.isEmpty else { throw .missingValues(name: name, missing: missing.sorted()) }
    var proof = ValueProof()
    var path = ""
    for piece in route.path.pieces {
      switch piece {
      case .literal(let bytes):
        path += PathText.encoded(bytes, keepsSlashes: true)
        proof.addLiteral(bytes)
      case .parameter(let index):
        let parameter = route.parameters[index]
        let text = try Self.text(parameter, name, value)
        path += PathText.encoded(text.utf8, keepsSlashes: parameter.converter.isPath)
        proof.addValue(text, keepsSlashes: parameter.converter.isPath)
      }
    }
    guard proof.holds(for: route.segments) else { throw .ambiguousValues(name: name, path: path) }
    self.path = path
    host = try route.host.map { host throws(URLBuildError) in try Self.host(host, name, value) }
  }

  private static func host(
    _ pattern: RoutePattern, _ name: String, _ value: (String) -> URLValue?
  ) throws(URLBuildError) -> String {
    var host = ""
    for piece in pattern.pieces {
      switch piece {
      case .literal(let bytes): host += String(decoding: bytes, as: UTF8.self)
      case .parameter(let index):
        let text = try text(pattern.parameters[index], name, value).lowercased()
        guard text.utf8.allSatisfy(HostPattern.isLabelByte) else {
          throw refused(pattern.parameters[index], name, text)
        }
        host += text
      }
    }
    return host
  }

  private static func text(
    _ parameter: RouteParameter, _ name: String, _ value: (String) -> URLValue?
  ) throws(URLBuildError) -> String {
    let given = value(parameter.name) ?? .none
    guard let text = parameter.converter.text(for: given) else { throw refused(parameter, name, given.text) }
    return text
  }

  private static func refused(_ parameter: RouteParameter, _ name: String, _ text: String?) -> URLBuildError {
    .refusedValue(name: name, parameter: parameter.name, converter: parameter.converterName, value: text)
  }
}

/// Checks that a filled pattern is read with the values it was filled with.
private struct ValueProof {
  private var bytes: [UInt8] = []
  private var values: [Range<Int>] = []

  mutating func addLiteral(_ literal: [UInt8]) { bytes += literal }

  mutating func addValue(_ text: String, keepsSlashes: Bool) {
    let start = bytes.count
    bytes += text.utf8.map { $0 == UInt8(ascii: "/") && !keepsSlashes ? PathText.encodedSlash : $0 }
    values.append(start..<bytes.count)
  }

  func holds(for segments: [SegmentPattern]) -> Bool {
    var ranges = ValueRanges()
    var steps = 0
    var first = 0
    var start = 1
    for segment in segments {
      guard start <= bytes.count else { return false }
      var end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
      if segment.isTail { end = bytes.count - (segments.last?.isTail == true ? 0 : 1) }
      if !segment.isStatic {
        guard
          SegmentMatcher.match(segment, bytes.span, start, end, first: first, into: &ranges, steps: &steps)
        else { return false }
        first += segment.placeholders.count
      }
      start = end + 1
    }
    let endsInDoubledSlash = bytes.count > 1 && bytes.suffix(2).allSatisfy { $0 == UInt8(ascii: "/") }
    return values.indices.allSatisfy { ranges[$0] == values[$0] }
      && !(endsInDoubledSlash && segments.dropLast().last?.isTail == true)
      && !hasDotComponent
  }

  /// Values that are no dots by themselves may be some with the text beside them: `{a}.` filled with `.`.
  private var hasDotComponent: Bool { PathText.hasDotComponent(bytes.span, 0, bytes.count) }
}
