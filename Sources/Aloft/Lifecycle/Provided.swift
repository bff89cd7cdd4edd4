internal import AloftHTTP

/// A value that the application provides, as a handler's parameter: `(mailer: Provided<Mailer>) in …`.
///
/// ```swift
/// app.provide(Mailer())
/// app.post("/invite") { (mailer: Provided<Mailer>) in try await mailer.value.send() }
/// ```
///
/// An application whose handlers name a type that nothing provides does not start.
@dynamicMemberLookup
public struct Provided<Value: Sendable>: HandlerParameter, ProvidedParameter, Sendable {
  /// The value.
  public let value: Value

  /// Creates one, for tests.
  public init(_ value: Value) { self.value = value }

  /// Takes the value from the application.
  public static func value(from values: inout ParameterValues) throws -> Provided<Value> {
    guard let value = values.request.application[Value.self] else {
      throw MissingProvision(type: "\(Value.self)")
    }
    return Provided(value)
  }

  static var provided: ObjectIdentifier { ObjectIdentifier(Value.self) }
  static var providedName: String { "\(Value.self)" }

  /// Reads the value's properties.
  public subscript<Property>(dynamicMember path: KeyPath<Value, Property>) -> Property { value[keyPath: path] }
}

/// A parameter whose value is one of the application's.
protocol ProvidedParameter {
  static var provided: ObjectIdentifier { get }
  static var providedName: String { get }
}

/// A value that was declared, but that no start hook has left.
private struct MissingProvision: Error, CustomStringConvertible {
  let type: String
  var description: String {
    "the application provides no \(type): it was not started, or the hook that provides it has left none"
  }
}
