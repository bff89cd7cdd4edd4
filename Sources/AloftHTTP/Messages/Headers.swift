/// Header fields in order, names without regard to case; a name may occur several times.
public struct Headers: Sendable, ExpressibleByDictionaryLiteral, Sequence, CustomStringConvertible {
  /// One field: a name and its value.
  public struct Field: Sendable, Hashable {
    public let name: HeaderName
    public var value: String

    /// Creates a field. Control characters in `value` are sent as blanks, so it can never begin a second field.
    public init(_ name: HeaderName, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  private enum Storage: Sendable {
    case received(FieldSection)
    case fields([Field])
    case prepared(PreparedFields)
  }

  private var storage: Storage
  /// Fields that follow those of the storage, which has none of their names.
  private(set) var defaults: PreparedFields?

  /// Creates fields from names and values in order.
  public init(_ fields: [Field] = []) { storage = .fields(fields) }

  /// Creates fields from a literal: `["Content-Type": "text/csv", "Vary": "Accept"]`.
  public init(dictionaryLiteral elements: (HeaderName, String)...) {
    storage = .fields(elements.map { Field($0.0, $0.1) })
  }

  package init(_ section: FieldSection) { storage = .received(section) }

  package init(_ prepared: PreparedFields) { storage = .prepared(prepared) }

  /// The fields as they are sent, if that was prepared; without the defaults.
  var prepared: PreparedFields? { if case .prepared(let prepared) = storage { prepared } else { nil } }

  /// The fields in order, with as many entries as there were lines.
  public var fields: [Field] { defaults.map { ownFields + $0.fields } ?? ownFields }

  /// The fields without the defaults.
  var ownFields: [Field] {
    switch storage {
    case .fields(let fields): fields
    case .prepared(let prepared): prepared.fields
    case .received(let section):
      section.slots.map { Field(HeaderName(section.text($0.name)), section.text($0.value)) }
    }
  }

  /// The number of fields.
  public var count: Int {
    let own =
      switch storage {
      case .fields(let fields): fields.count
      case .prepared(let prepared): prepared.fields.count
      case .received(let section): section.slots.count
      }
    return own + (defaults?.fields.count ?? 0)
  }

  /// The first value of a name, `nil` where there is none; setting replaces all fields of the name, `nil` removes them.
  public subscript(_ name: HeaderName) -> String? {
    get { ownValue(of: name) ?? defaults?.fields.first { $0.name == name }?.value }
    set {
      var fields = takeFields(without: name)
      if let newValue {
        if let first = fields.firstIndex(where: { $0.name == name }) {
          fields[first].value = newValue
          let tail = fields[(first + 1)...].filter { $0.name != name }
          fields.replaceSubrange((first + 1)..., with: tail)
        } else {
          fields.append(Field(name, newValue))
        }
      } else {
        fields.removeAll { $0.name == name }
      }
      storage = .fields(fields)
    }
  }

  private func ownValue(of name: HeaderName) -> String? {
    switch storage {
    case .fields(let fields): return fields.first { $0.name == name }?.value
    case .prepared(let prepared): return prepared.fields.first { $0.name == name }?.value
    case .received(let section):
      for slot in section.slots where section.matches(slot.name, name.spelling) { return section.text(slot.value) }
      return nil
    }
  }

  /// Takes the fields out to be changed; the defaults among them if they have the name, which then is no default.
  private mutating func takeFields(without name: HeaderName) -> [Field] {
    var fields = ownFields
    storage = .fields([])
    if let defaults, defaults.mask & name.bit != 0 {
      fields += defaults.fields
      self.defaults = nil
    }
    return fields
  }

  /// Adds fields in one go that are the same for many responses, each unless its name is there already.
  package mutating func addMissing(_ prepared: PreparedFields) {
    guard defaults == nil, mask & prepared.mask == 0 else {
      var all = fields
      all += prepared.fields.filter { field in !all.contains { $0.name == field.name } }
      storage = .fields(all)
      defaults = nil
      return
    }
    defaults = prepared
  }

  private var mask: UInt64 {
    switch storage {
    case .prepared(let prepared): prepared.mask
    case .fields(let fields): fields.reduce(0) { $0 | $1.name.bit }
    case .received: .max
    }
  }

  /// All values of a name, in order.
  public func values(of name: HeaderName) -> [String] {
    switch storage {
    case .fields, .prepared: fields.filter { $0.name == name }.map(\.value)
    case .received(let section):
      section.slots.filter { section.matches($0.name, name.spelling) }.map { section.text($0.value) }
    }
  }

  /// Whether a field of the name is there.
  public func contains(_ name: HeaderName) -> Bool { self[name] != nil }

  /// Adds a field behind the others, also when the name is there already: `Set-Cookie` needs that.
  public mutating func append(_ name: HeaderName, _ value: String) {
    var fields = takeFields(without: name)
    fields.append(Field(name, value))
    storage = .fields(fields)
  }

  /// Iterates over the fields in order.
  public func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }

  /// A line a field, as on the wire.
  public var description: String { fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n") }
}

extension Headers: Equatable {
  /// Headers are equal when they hold equal fields in the same order.
  public static func == (a: Headers, b: Headers) -> Bool { a.fields == b.fields }
}
