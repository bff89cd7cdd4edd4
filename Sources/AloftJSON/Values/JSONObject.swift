/// The members of a JSON object, in their order, each name once.
///
/// Two are equal when they have the same members, in whatever order.
public struct JSONObject: Sendable, Hashable, RandomAccessCollection {
  /// A name and its value.
  public struct Member: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value.
    public var value: JSONValue

    /// Creates a member.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  // Names are told apart by their bytes, as JSON does, and not as Swift compares strings: "é" has two spellings.
  private struct Name: Hashable, Sendable {
    let text: String

    static func == (a: Name, b: Name) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  private var members: [Member] = []
  /// Where the names stand, once there are many.
  private var places: [Name: Int] = [:]
  private static let fewMembers = 16

  /// Creates an object without members.
  public init() {}

  /// Creates an object.
  ///
  /// - Parameter members: Names with their values; of two with the same name the last counts.
  public init(_ members: some Sequence<(String, JSONValue)>) {
    for (name, value) in members { self[name] = value }
  }

  /// The index of the first member.
  public var startIndex: Int { 0 }
  /// The index behind the last member.
  public var endIndex: Int { members.count }

  /// The member at an index.
  ///
  /// - Parameter index: An index of a member.
  public subscript(_ index: Int) -> Member { members[index] }

  /// The value of a member; `nil` if there is none of that name.
  ///
  /// A new member is the last one; `nil` removes one.
  ///
  /// - Parameter name: The member's name.
  public subscript(_ name: String) -> JSONValue? {
    get { place(of: name).map { members[$0].value } }
    set {
      switch (place(of: name), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil):
        members.remove(at: place)
        places = [:]
        if members.count > Self.fewMembers { notePlaces() }
      case (nil, let value?): append(name, value)
      case (nil, nil): break
      }
    }
  }

  private func place(of name: String) -> Int? {
    guard members.count > Self.fewMembers else { return members.firstIndex { Name(text: $0.name) == Name(text: name) } }
    return places[Name(text: name)]
  }

  private mutating func append(_ name: String, _ value: JSONValue) {
    members.append(Member(name, value))
    if members.count > Self.fewMembers + 1 {
      places[Name(text: name)] = members.count - 1
    } else if members.count > Self.fewMembers {
      notePlaces()
    }
  }

  private mutating func notePlaces() {
    for (place, member) in members.enumerated() { places[Name(text: member.name)] = place }
  }

  /// Whether two objects have the same members.
  ///
  /// - Parameters:
  ///   - a: An object.
  ///   - b: Another.
  /// - Returns: Whether each name has the same value in both.
  public static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.count == b.count && a.members.allSatisfy { b[$0.name] == $0.value }
  }

  /// Feeds the members into a hasher, in no order.
  ///
  /// - Parameter hasher: The hasher.
  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for member in members {
      var own = Hasher()
      Name(text: member.name).hash(into: &own)
      own.combine(member.value)
      sum &+= own.finalize()
    }
    hasher.combine(sum)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Creates an object; of members with the same name the last counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: JSONWritable, JSONReadable {
  /// Writes an object.
  ///
  /// - Parameter json: The writer.
  /// - Throws: What a value throws.
  public func writeJSON(to json: inout JSONWriter) throws {
    json.beginObject()
    for member in members {
      json.key(text: member.name)
      try member.value.writeJSON(to: &json)
    }
    json.endObject()
  }

  /// Reads an object.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is no object.
  public init(json: JSONReader) throws {
    let found = try json.members()
    members.reserveCapacity(found.underestimatedCount)
    // The scanner has seen to it that no name is there twice.
    for (name, value) in found { append(name, try JSONValue(json: value)) }
  }
}

extension JSONObject: Codable {
  /// Decodes an object, in the order that the decoder gives.
  ///
  /// - Parameter decoder: The decoder.
  /// - Throws: What the decoder throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: JSONError.Step.self)
    for key in container.allKeys { self[key.stringValue] = try container.decode(JSONValue.self, forKey: key) }
  }

  /// Encodes an object.
  ///
  /// - Parameter encoder: The encoder.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: JSONError.Step.self)
    for member in members { try container.encode(member.value, forKey: .key(member.name)) }
  }
}
