internal import AloftCore
public import AloftHTTP

/// The form in the body as a value of yours, and the files that came with it.
///
/// ```swift
/// app.post("/photos") { (form: FormBody<NewPhoto>) in
///   guard let photo = form.files["photo"] else { throw HTTPError(.badRequest, "no photo") }
///   return form.title
/// }
/// ```
///
/// Both `application/x-www-form-urlencoded` and `multipart/form-data` are read; see ``AloftHTTP/Request/form(limits:)``.
/// Names are fields, repeated names are lists, `address[city]` is a field of a field for types that describe theirs. What
/// does not fit is answered with 422, as for ``URLQuery``. Files on a disk vanish with the last who holds them.
@dynamicMemberLookup
public struct FormBody<Value: Decodable & Sendable>: PreparedParameter {
  /// What the fields held.
  public let value: Value
  /// The files, by the names of their fields.
  public let files: UploadedFiles

  /// Creates one, for tests.
  public init(_ value: Value, files: [UploadedFile] = []) {
    self.value = value
    self.files = UploadedFiles(files: files)
  }

  /// Reads the request's body.
  public static func prepare(for request: Request) async throws -> FormBody<Value> {
    let form = try await request.form()
    return FormBody(try InputReading.read(Value.self, from: TextFields(form.fields)), files: form.files.files)
  }

  /// Reads the value's properties.
  public subscript<Property>(dynamicMember path: KeyPath<Value, Property>) -> Property { value[keyPath: path] }
}

extension FormBody: FieldsParameter {
  static var fieldDescriptions: [FieldDescription] {
    (Value.self as? any Described.Type)?.fieldDescriptions ?? []
  }
}
