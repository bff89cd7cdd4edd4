internal import AloftCore
public import AloftHTTP
internal import AloftJSON

/// JSON: the request's body as a value of yours, or a value as a response.
///
/// ```swift
/// app.post("/users") { (new: JSON<NewUser>) in
///   JSON(try await users.add(new.name), status: .created)
/// }
/// ```
///
/// As a parameter it wants a body of the media type `application/json` (or one that ends in `+json`), which forms of
/// other sites can't send; else the answer is 415. What is no JSON is answered with 400, line and column; what does not
/// fit with 422, as for ``URLQuery``.
@dynamicMemberLookup
public struct JSON<Value> {
  /// The value.
  public let value: Value
  private let status: Status
  private let headers: Headers

  /// Creates JSON of a value.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - status: The response's status, 200 if left out.
  ///   - headers: Fields of the response, `Content-Type` not among them.
  public init(_ value: Value, status: Status = .ok, headers: Headers = [:]) {
    self.value = value
    self.status = status
    self.headers = headers
  }

  /// Reads the value's properties.
  public subscript<Property>(dynamicMember path: KeyPath<Value, Property>) -> Property { value[keyPath: path] }
}

extension JSON: Sendable where Value: Sendable {}

extension JSON: HandlerParameter where Value: Decodable {
  /// The body.
  public static var origin: ParameterOrigin { .body }

  /// Reads the request's body.
  public static func value(from values: inout ParameterValues) throws -> JSON<Value> {
    JSON(try values.request.readJSON(Value.self))
  }
}

extension JSON: HandlerResult where Value: Encodable {
  /// Writes the value, with the application's options for JSON.
  public func response(to request: Request) throws -> Response {
    let bytes = try request.application.jsonCoding.encode(value)
    var response = Response(status: status, headers: .json, body: .bytes(bytes))
    if headers.count > 0 { response.headers.replace(with: headers) }
    return response
  }
}

extension Request {
  /// Reads a body of JSON that has arrived as a whole.
  fileprivate func readJSON<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let bytes = body.bytes else { throw RequestBodyError.incomplete }
    guard isJSON else {
      let found = headers[.contentType].map { "'\($0)'" } ?? "none"
      throw HTTPError(.unsupportedMediaType, "the body has to be JSON: Content-Type is \(found), not application/json")
    }
    guard !bytes.isEmpty else { throw HTTPError(.badRequest, "the body is empty, and has to be JSON") }
    let coding = application.jsonCoding
    do {
      return try InputReading.read(type, from: JSONInput(try JSONReader(checking: bytes, coding: coding))) {
        try coding.decode(type, from: bytes)
      }
    } catch let error as JSONError {
      throw error.answer
    }
  }

  /// The usual spellings are told without taking the type apart.
  private var isJSON: Bool {
    switch headers[.contentType] {
    case nil: false
    case "application/json", "application/json; charset=utf-8": true
    default: mediaType?.isJSON ?? false
    }
  }
}

extension JSONError {
  /// What a client is told: 400 for what is no JSON, 422 for what does not fit.
  fileprivate var answer: any Error {
    switch reason {
    case .malformed, .tooDeep, .tooLarge, .duplicateKey: return HTTPError(.badRequest, "the body is no JSON: \(self)")
    case .missingKey, .wrongKind, .outOfRange, .invalid, .unwritable:
      var path = FieldPath(
        steps.map { step in
          switch step {
          case .key(let name): .name(name)
          case .index(let index): .index(index)
          }
        })
      let suggestion = suggestion.map { "; there is '\($0)'" } ?? ""
      let code = reason == .missingKey ? "required" : reason == .outOfRange ? "range" : "type"
      if let missingName { path.steps.append(.name(missingName)) }
      let text = missingName == nil ? problemBehindName : "is missing"
      return ValidationErrors(path, Message(text + suggestion), code: code)
    }
  }
}

extension JSON: FieldsParameter where Value: Decodable {
  static var fieldDescriptions: [FieldDescription] {
    (Value.self as? any Described.Type)?.fieldDescriptions ?? []
  }
}
