/// A value with parameters, `form-data; name="photo"; filename*=UTF-8''caf%C3%A9.jpg` (RFC 9110, section 5.6.6).
///
/// Extended parameters (`name*`, RFC 8187) and continued ones (`name*0`, `name*1`; RFC 2231) are put together under the
/// plain name. What is no parameter is passed over, as browsers do.
public struct ParameterizedValue: Sendable, Hashable, CustomStringConvertible {
  /// One parameter.
  public struct Parameter: Sendable, Hashable {
    /// The name, in lower case.
    public let name: String
    /// The value, without quotes and encodings.
    public var value: String

    /// Creates a parameter; the name is kept in lower case.
    public init(_ name: String, _ value: String) {
      self.name = name.lowercased()
      self.value = value
    }
  }

  /// What stands before the first semicolon.
  public var value: String
  /// The parameters, each name once: the last one counts, and an extended one before a plain one.
  public private(set) var parameters: [Parameter]

  /// Nobody needs more, and each is compared with those before it: what lies behind them is not looked at.
  private static let mostParameters = 100

  /// Creates a value with parameters.
  public init(_ value: String, parameters: [Parameter] = []) {
    self.value = value
    self.parameters = []
    for parameter in parameters { self[parameter.name] = parameter.value }
  }

  /// Reads a field's value; there is no text that can't be read.
  public init(parsing text: some StringProtocol) { self.init(parsing: text, isForm: false) }

  /// Reads a field's value.
  ///
  /// - Parameter isForm: Whether it belongs to a form's part, where browsers write a quote as `%22`.
  package init(parsing text: some StringProtocol, isForm: Bool) {
    let bytes = Substring(text).utf8
    let end = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.endIndex
    value = String(Substring(FieldText.trimmed(bytes[..<end])))
    var collector = ParameterCollector(isForm: isForm)
    if !value.isEmpty, end != bytes.endIndex {
      var reader = ParameterReader(bytes[bytes.index(after: end)...])
      for _ in 0..<Self.mostParameters {
        guard let found = reader.next() else { break }
        collector.add(found)
      }
    }
    parameters = collector.parameters
  }

  /// The value of a parameter, whatever the case of its name; `nil` where it is missing.
  public subscript(name: String) -> String? {
    get { parameters.first { FieldText.equal($0.name, name) }?.value }
    set {
      let index = parameters.firstIndex { FieldText.equal($0.name, name) }
      switch (index, newValue) {
      case (let index?, let value?): parameters[index].value = value
      case (let index?, nil): parameters.remove(at: index)
      case (nil, let value?): parameters.append(Parameter(name, value))
      case (nil, nil): break
      }
    }
  }

  /// The value as a field holds it; parameters that are no ASCII are written in the extended form.
  public var description: String {
    parameters.reduce(into: value) { text, parameter in
      let isPlain = parameter.value.utf8.allSatisfy { $0.isFieldValue && $0 < 0x80 }
      text +=
        isPlain
        ? "; \(parameter.name)=\(FieldText.quoted(parameter.value))"
        : "; \(parameter.name)*=UTF-8''\(PathText.encodedAttribute(parameter.value))"
    }
  }
}
